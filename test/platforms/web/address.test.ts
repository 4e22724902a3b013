/** Whose address a request counts for: the visitor's, and nobody's that a visitor has made up. */
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { createAddressOf } from '../../../src/platforms/web/address.ts';

const from = (remoteAddress: string | undefined, forwarded?: string, proxies: string[] = []) =>
  createAddressOf(proxies)({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage);

it('is that of the connection', () => {
  expect(from('192.0.2.1')).toBe('192.0.2.1');
  expect(from('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(from(undefined)).toBe('');
  expect(from('192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  expect(from('192.0.2.1', '203.0.113.9', ['192.0.2.2', '10.0.0.0/8'])).toBe('192.0.2.1');
});

it.each([
  ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
  ['::1', '203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '198.51.100.1, 203.0.113.9,10.1.2.3', '203.0.113.9'],
  ['127.0.0.1', '10.1.2.3', '10.1.2.3'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1'],
  ['127.0.0.1', '203.0.113.9, nonsense', '127.0.0.1'],
  ['127.0.0.1', '203.0.113.9, unknown, 10.1.2.3', '10.1.2.3'],
])('is read from %s that is believed, saying %j: %s', (proxy, forwarded, address) => {
  expect(from(proxy, forwarded, ['127.0.0.1', '::1', '10.0.0.0/8'])).toBe(address);
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:DB8:01:2::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('is a network in version 6, as one person has all of it: %s', (address, network) => {
  expect(from(address)).toBe(network);
});
