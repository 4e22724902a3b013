/** The addresses of this machine, and the join link as a QR code. */
import { isIPv6 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { encode, renderUnicodeCompact } from 'uqr';

export interface Address {
  /** What the server listens on: a name or an IP address. */
  readonly host: string;
  readonly port: number;
  /** What people type instead, where a proxy stands before it: https://augie.example.org */
  readonly publicUrl?: string | undefined;
}

const EVERY_INTERFACE = ['0.0.0.0', '::'];

/** Whether others can reach it: not where it listens to this machine alone, or where this machine has no network. */
export const isOpen = (address: Address, interfaces = networkInterfaces()): boolean =>
  !/^(localhost|127\..*|\[::1\])$/.test(new URL(urls(address, interfaces)[0] as string).hostname);

/** Where a browser on this machine finds the page, without a slash at the end. */
export const ownUrl = ({ host, port, publicUrl }: Address): string =>
  publicUrl ?? url(EVERY_INTERFACE.includes(host) ? '127.0.0.1' : host, port);

/** Where the others find it, the likeliest first. */
export function urls(address: Address, interfaces = networkInterfaces()): string[] {
  const { host, port, publicUrl } = address;
  if (publicUrl !== undefined || !EVERY_INTERFACE.includes(host)) return [ownUrl(address)];
  const found = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter((info) => !info.internal && !isLinkLocal(info) && (host === '::' || info.family === 'IPv4'))
    .sort((a, b) => Number(b.family === 'IPv4') - Number(a.family === 'IPv4'));
  return found.length === 0 ? [ownUrl(address)] : found.map((info) => url(info.address, port));
}

/** Such an address holds on one cable only, or was given because there was no other. */
const isLinkLocal = ({ address }: NetworkInterfaceInfo) => /^(fe80:|169\.254\.)/i.test(address);

const url = (host: string, port: number) => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

/** Rows of dark (1) and light (0) squares. */
export const qrRows = (text: string): string[] =>
  encode(text, { border: 0 }).data.map((row) => row.map(Number).join(''));

/** For a terminal; white on black terminals read it as well, as its quiet zone is drawn too. */
export const qrText = (text: string): string => renderUnicodeCompact(text, { border: 2 });
