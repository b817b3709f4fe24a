import dns from 'node:dns';
import net from 'node:net';

/**
 * Tests talk to this machine only: a connection to any other address fails as an unreachable network does. Names are
 * judged by the addresses they resolve to, so a test may give its own `lookup`. External test servers given by the
 * environment are allowed.
 */
const allowedHosts = new Set(
  ['TEST_DATABASE_URL', 'DATABASE_URL'].flatMap((name) => {
    const url = process.env[name];
    return url === undefined ? [] : [new URL(url).hostname];
  }),
);

const isLoopback = (address: string) =>
  /^127\.|^(::ffff:)?127\.|^::1$|^0\.0\.0\.0$|^::$/.test(address) || address === 'localhost';

type Lookup = net.LookupFunction;
type ConnectOptions = { path?: string; host?: string; lookup?: Lookup };

function unreachable(host: string): NodeJS.ErrnoException {
  const message = `tests may not leave this machine: connection to ${host} refused`;
  return Object.assign(new Error(message), { code: 'ENETUNREACH' });
}

/** Resolves as asked, then lets loopback addresses through only. */
const guarded =
  (lookup: Lookup): Lookup =>
  (host, options, callback) =>
    lookup(host, options, (error, found, family) => {
      const addresses = Array.isArray(found) ? found.map((one) => one.address) : [found];
      const outside = error === null && !addresses.every(isLoopback);
      callback(outside ? unreachable(host) : error, found, family);
    });

const realConnect = net.Socket.prototype.connect;

function connect(this: net.Socket, ...args: unknown[]): net.Socket {
  const options = optionsOf(args);
  const host = options?.host;
  const stays = options === undefined || options.path || host === undefined || allowedHosts.has(host);
  if (stays || isLoopback(host)) return Reflect.apply(realConnect, this, args);
  if (net.isIP(host) !== 0) {
    process.nextTick(() => this.destroy(unreachable(host)));
    return this;
  }
  options.lookup = guarded(options.lookup ?? (dns.lookup as Lookup));
  return Reflect.apply(realConnect, this, args);
}

/** `net.connect` hands its arguments over as one array whose head is the options; a caller may give them plainly. */
function optionsOf(args: unknown[]): ConnectOptions | undefined {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first as ConnectOptions;
  // connect(port, host): there is no place for a lookup, so the name itself is judged.
  if (typeof second === 'string') return { host: second };
  return undefined;
}

net.Socket.prototype.connect = connect as typeof realConnect;
