/** Which addresses of the network a system may have. */
import ipaddr from 'ipaddr.js';
import { Misconfigured } from '../model/errors.ts';

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** Never a partner: link-local addresses, where clouds keep their credentials. A system's own list may still name them. */
const neverByDefault = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254/128'].map((text) =>
  ipaddr.parseCIDR(text),
);

/**
 * The check of a connected address against CIDR ranges (or single addresses); without any, everything but link-local
 * and metadata addresses passes. Throws `Misconfigured` when a range cannot be read.
 */
export function createAddressCheck(allow: readonly string[]): (address: string) => boolean {
  const ranges = allow.map(rangeOf);
  return (address) => {
    if (!ipaddr.isValid(address)) return false;
    // An IPv4 address in IPv6 clothes (::ffff:10.0.0.1) is the IPv4 address.
    const found = ipaddr.process(address);
    const within = (range: Range) => range[0].kind() === found.kind() && found.match(range);
    return ranges.length > 0 ? ranges.some(within) : !neverByDefault.some(within);
  };
}

function rangeOf(text: string): Range {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch (cause) {
    throw new Misconfigured('a range of allowed addresses cannot be read', { cause });
  }
}
