/** The address of a request, for the limits per address. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * `proxies`: addresses and networks (10.0.0.0/8) whose X-Forwarded-For counts; anybody else could write there what
 * they like. `Forwarded` is not read: the usual proxies pass on what a visitor wrote there.
 */
export function createAddressOf(proxies: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? '');
    // Each proxy appends the address that it saw: the visitor's is the last one that is not one of our proxies.
    const before = String(headers['x-forwarded-for'] ?? '').split(',');
    while (isIP(address) !== 0 && isTrusted(address)) {
      const next = plain(before.pop()?.trim() ?? '');
      if (isIP(next) === 0) break;
      address = next;
    }
    return network(address);
  };
}

/** An IPv4 address, also if a dual-stack socket gives it as ::ffff:192.0.2.1. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** A person with one IPv6 address has 2^64 of them: they count as one. */
function network(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = [], right] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const zeros = right ? Array<string>(8 - left.length - right.length).fill('0') : [];
  const groups = [...left, ...zeros, ...(right ?? [])].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
