import { once } from 'node:events';
import net from 'node:net';

/** The wanted port of 127.0.0.1, or the next one that is free; 0 = any. */
export async function freePort(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port += 1) {
    const found = taken.includes(port) ? undefined : await tryPort(port);
    if (found !== undefined) return found;
    if (wanted === 0) break;
  }
  throw new Error(`no free port from ${wanted} on: set PORT and OPERATE_PORT`);
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = net.createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return (server.address() as net.AddressInfo).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return undefined;
  } finally {
    server.close();
  }
}
