import { createServer } from 'node:net';
import { DATABASE, type Layout, ROLE } from './layout.ts';

/** Where the server listens: a Unix socket in its private folder, or the loopback address. Never anything else. */
export type Address = { readonly folder: string; readonly port: number } | { readonly port: number };

/** The longest path that every kernel takes for a Unix socket, in bytes (108 on Linux, 104 on macOS, with the end mark). */
const MAX_SOCKET_PATH = 103;
const SOCKET_PORT = 5432;

/** Chooses the address: a socket where its path is short enough, else loopback; a wished port only if it is free. */
export async function chooseAddress(layout: Layout, wishedPort: number | undefined): Promise<Address> {
  const path = socketPath({ folder: layout.home, port: SOCKET_PORT });
  const fits = Buffer.byteLength(path) <= MAX_SOCKET_PATH;
  if (wishedPort === undefined && fits) return { folder: layout.home, port: SOCKET_PORT };
  return { port: (await freePort(wishedPort ?? 0)) ?? (await freePort(0)) ?? 0 };
}

/** What `net.connect` needs. */
export function connectOptions(address: Address): { path: string } | { host: string; port: number } {
  return 'folder' in address ? { path: socketPath(address) } : { host: '127.0.0.1', port: address.port };
}

/** The server's settings for an address. */
export function listenSettings(address: Address): Record<string, string> {
  const port = String(address.port);
  if (!('folder' in address)) return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port };
  const quoted = `"${address.folder.replaceAll('"', '""')}"`;
  return { listen_addresses: '', unix_socket_directories: quoted, unix_socket_permissions: '0700', port };
}

/** The connection URL. The host part stays a plain name, so that `new URL` can read it; `host=` overrides it. */
export function urlOf(address: Address, password: string): string {
  const who = `${ROLE}:${encodeURIComponent(password)}`;
  if (!('folder' in address)) return `postgres://${who}@127.0.0.1:${address.port}/${DATABASE}`;
  return `postgres://${who}@localhost:${address.port}/${DATABASE}?host=${encodeURIComponent(address.folder)}`;
}

function socketPath({ folder, port }: { folder: string; port: number }): string {
  return `${folder}/.s.PGSQL.${port}`;
}

function freePort(wished: number): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const server = createServer();
  server.once('error', () => resolve(undefined));
  server.listen(wished, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
  });
  return promise;
}
