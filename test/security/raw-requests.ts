/** Requests as bytes, as no browser sends them: written by hand and generated; and what sends them. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import fc from 'fast-check';

/** Where they go, and what makes them look like those of somebody who may. */
export interface Target {
  /** http://host:port, also the Origin. */
  readonly url: string;
  readonly cookie: string;
}

/** Whether it comes from a page of ours and from a member, or from anywhere. */
type Sender = 'member' | 'stranger';

/** What is sent in one go; the next goes out when something has been answered. */
export type Raw = readonly Buffer[];

/** Sends it, closes its side, and resolves with what was answered when the server has closed the connection. */
export async function sendRaw(url: string, raw: Raw): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  const answered: Buffer[] = [];
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (data) => answered.push(data));
  socket.on('error', () => {}); // it may be cut off while something is on its way
  for (const [i, part] of raw.entries()) {
    socket.write(part);
    const heard = i < raw.length - 1 ? new Promise((resolve) => socket.once('data', resolve)) : undefined;
    if (heard) await Promise.race([heard, closed]);
  }
  socket.end();
  await closed;
  return Buffer.concat(answered).toString('latin1');
}

/** Sends it and breaks off with a reset. */
export async function sendAndReset(url: string, [first]: Raw): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  await once(socket, 'connect');
  if (first) await new Promise<void>((resolve) => socket.write(first, () => resolve()));
  socket.resetAndDestroy();
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

/** Targets of requests that hold no readable path. */
export const BAD_TARGETS: readonly string[] = [
  '//',
  '///',
  '//[',
  '//@',
  '//evil.example/live',
  '/\\',
  '/\\live',
  'http://[',
  'http://a:b/',
  'http://',
  'https://@/',
  'http://user:word@/x',
  'ftp://x/',
  '*',
  'live',
  '/%',
  '/%zz',
  '/live/',
  '/;',
  '/\u00ff\u00fe',
  '/api/c/%E0%A4%A/messages/x',
  '/assets/%2e%2e%2f%00',
];

/** What can be read, oddly written: the page itself, and the address of its sockets. */
const ODD_TARGETS: readonly string[] = [
  '/..',
  '/live/../..',
  '/live',
  '/live?',
  '/live??=&&',
  '/live?%',
  '/live?classroom=%00&since=-1',
  '/live?classroom=%ff',
  '/live?classroom=__proto__',
  '/live?classroom=class&since=1e999',
  '/live?classroom=class&since=NaN',
  '/live?classroom=class&since=-9007199254740993.5',
  `/live?classroom=${'x'.repeat(6000)}`,
];

const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': `${'A'.repeat(22)}==`,
};

type Headers = Readonly<Record<string, string>>;

/** `headers` replace those of the same name; an empty Host is left out. */
export function rawRequest(
  { url, cookie }: Target,
  target: string,
  {
    method = 'GET',
    sender = 'stranger',
    upgrade = false,
    headers = {},
    body = '',
  }: {
    method?: string;
    sender?: Sender;
    upgrade?: boolean;
    headers?: Headers;
    body?: string;
  } = {},
): Buffer {
  const all: Headers = {
    Host: new URL(url).host,
    ...(sender === 'member' && { Origin: url, Cookie: cookie }),
    ...(upgrade ? UPGRADE : { Connection: 'close' }),
    ...headers,
  };
  const lines = Object.entries(all)
    .filter(([name, value]) => name !== 'Host' || value !== '')
    .map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${target} HTTP/1.1`, ...lines, '', body].join('\r\n'), 'latin1');
}

/** A frame of a WebSocket; `length` is what it says of itself. */
export function frame(
  first: number,
  payload = Buffer.alloc(0),
  length = payload.length,
  masked = true,
): Buffer {
  const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9);
  if (length < 126) size[0] = length;
  else if (length < 65_536) {
    size[0] = 126;
    size.writeUInt16BE(length, 1);
  } else {
    size[0] = 127;
    size.writeBigUInt64BE(BigInt(length), 1);
  }
  size[0] = (size[0] as number) | (masked ? 0x80 : 0);
  // A mask of zeros changes nothing.
  return Buffer.concat([Buffer.from([first]), size, Buffer.alloc(masked ? 4 : 0), payload]);
}

const FRAMES: readonly Buffer[] = [
  frame(0x81, Buffer.from('hello')),
  frame(0x81, Buffer.from('not masked'), 10, false),
  frame(0x81, Buffer.from([0xff, 0xfe])),
  frame(0x82, Buffer.alloc(2000)),
  frame(0x82, Buffer.alloc(4), 2 ** 53),
  frame(0xf1, Buffer.from('reserved')),
  frame(0xc1, Buffer.from('not compressed')),
  frame(0x8f),
  frame(0x80, Buffer.from('goes on from nothing')),
  frame(0x09, Buffer.from('a ping in parts')),
  frame(0x89, Buffer.alloc(125)),
  frame(0x8a, Buffer.from('nobody asked')),
  frame(0x88, Buffer.from([1])),
  frame(0x88, Buffer.from([0, 1])),
  frame(0x88, Buffer.from([0x03, 0xe8, 0xff])),
  Buffer.concat(Array.from({ length: 300 }, () => frame(0x89, Buffer.alloc(100)))),
  Buffer.from([0x81]),
  Buffer.from('GET / HTTP/1.1\r\n\r\n'),
];

const ODD_HEADERS: readonly Headers[] = [
  { Host: '' },
  { Host: 'a b' },
  { Host: '[' },
  { Host: 'user@host' },
  { Host: 'x'.repeat(500) },
  { Origin: '' },
  { Origin: 'null' },
  { Origin: 'http://[' },
  { Origin: 'http://a:b' },
  { Cookie: ';;=;a=b=c;\u0001' },
  { Cookie: 'augie-=.' },
  { Cookie: `a=${'.'.repeat(3000)}` },
  { 'Content-Length': '-1' },
  { 'Content-Length': '9'.repeat(30) },
  { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' },
  { 'Transfer-Encoding': 'chunked' },
  { 'Transfer-Encoding': 'gzip, x' },
  { Expect: '100-continue' },
  { Expect: 'a miracle' },
  { Upgrade: 'h2c' },
  { Upgrade: '' },
  { 'Sec-WebSocket-Key': 'short' },
  { 'Sec-WebSocket-Version': '8' },
  { 'Sec-WebSocket-Version': 'x' },
  { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=99' },
  { 'Sec-WebSocket-Extensions': ';;,"' },
  { 'Sec-WebSocket-Protocol': ',' },
  { 'X-Forwarded-For': ',,[::, 1.2.3' },
  { 'Accept-Language': ',;q=x,' },
  { 'Accept-Encoding': '*;q=0, br;q=2' },
  { 'X-Long': 'x'.repeat(9000) },
  { 'Bad Name': 'x' },
  { '': 'x' },
  { __proto__x: 'x', constructor: 'x' },
];

/** Those that were written by hand, each from a stranger and from a member. */
export function handwritten(target: Target): readonly Raw[] {
  const live = '/live?classroom=class&since=0';
  const from = (sender: Sender): Raw[] => [
    ...[...BAD_TARGETS, ...ODD_TARGETS].flatMap((path) => [
      [rawRequest(target, path, { sender, upgrade: true })],
      [rawRequest(target, path, { sender })],
    ]),
    ...ODD_HEADERS.flatMap((headers) => [
      [rawRequest(target, live, { sender, upgrade: true, headers })],
      [rawRequest(target, '/api/start', { sender, headers })],
      [rawRequest(target, '/api/join', { sender, method: 'POST', headers, body: 'x' })],
    ]),
    ...['HEAD', 'TRACE', 'CONNECT', 'OPTIONS', 'PUT', 'BREW', 'get', ''].flatMap((method) => [
      [rawRequest(target, '/', { sender, method })],
      [rawRequest(target, live, { sender, method, upgrade: true })],
    ]),
    ...FRAMES.flatMap((bytes) => [
      [Buffer.concat([rawRequest(target, live, { sender, upgrade: true }), bytes])],
      [rawRequest(target, live, { sender, upgrade: true }), bytes],
    ]),
  ];
  const bytes = [
    '',
    '\r\n',
    '\0',
    'GET',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\r\n\r\n',
    '\x16\x03\x01\x02\x00',
    '\r\n'.repeat(9000),
  ];
  return [...bytes.map((text) => [Buffer.from(text)]), ...from('stranger'), ...from('member')];
}

/** As many as are wanted, the same ones for the same seed. */
export function generated(target: Target, seed: number, count: number): readonly Raw[] {
  const anyText = fc.string({ unit: 'binary', maxLength: 40 });
  const line = anyText.map((text) => text.replace(/[\r\n]/g, ''));
  const path = fc.oneof(
    fc.constantFrom(...BAD_TARGETS, ...ODD_TARGETS),
    line.map((text) => `/${text}`),
    fc.webPath(),
    fc
      .array(fc.constantFrom('/', '\\', '.', '%', '?', '#', '@', ':', '[', ']', 'live', '%00', '%ff'), {
        maxLength: 12,
      })
      .map((parts) => parts.join('')),
    line.map((text) => `/live?classroom=${text}`),
  );
  const headers = fc.oneof(
    fc.constant({}),
    fc.constantFrom(...ODD_HEADERS),
    fc.dictionary(
      fc.constantFrom(
        'Host',
        'Origin',
        'Cookie',
        'Upgrade',
        'Content-Length',
        'Sec-WebSocket-Key',
        'Accept-Language',
      ),
      line,
    ),
    fc.dictionary(line, line, { maxKeys: 3 }),
  );
  const request = fc
    .record({
      path,
      headers,
      method: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('GET', 'POST', 'HEAD') }, line),
      sender: fc.constantFrom<Sender>('member', 'stranger'),
      upgrade: fc.boolean(),
      body: anyText,
    })
    .map(({ path, ...more }) => rawRequest(target, path, more));
  const damaged = fc
    .tuple(request, fc.nat(), fc.nat(255))
    .map(([bytes, at, byte]) => Buffer.from(bytes).fill(byte, at % bytes.length, (at % bytes.length) + 1));
  const cutOff = fc.tuple(request, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % bytes.length));
  const frames = fc
    .tuple(fc.nat(255), fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 70_000 }), fc.boolean())
    .map(([first, payload, length, masked]) => frame(first, Buffer.from(payload), length, masked));
  const live = rawRequest(target, '/live?classroom=class', { sender: 'member', upgrade: true });
  const raw: fc.Arbitrary<Raw> = fc.oneof(
    { weight: 4, arbitrary: request.map((bytes) => [bytes]) },
    { weight: 2, arbitrary: damaged.map((bytes) => [bytes]) },
    { weight: 1, arbitrary: cutOff.map((bytes) => [bytes]) },
    {
      weight: 2,
      arbitrary: fc.array(frames, { minLength: 1, maxLength: 5 }).map((all) => [live, Buffer.concat(all)]),
    },
  );
  return fc.sample(raw, { seed, numRuns: count });
}
