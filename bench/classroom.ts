/** A class of 200 on the classroom page while all cores train: how long a card takes to reach everybody. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { createBrowser, type Listening } from '../test/platforms/web/test-web.ts';
import { built, inFolder } from './bin.ts';
import { median, type Row } from './table.ts';

const PEOPLE = 200;
const CARDS = 40;
/** Long enough to train from the first card to the last. */
const QUESTION = '/experiment run fraction:0.2 epochs:300 seeds:30';

export const measureClassroom = (): Promise<Row[]> =>
  inFolder(async (folder) => {
    const { server, url, secret } = await start(folder);
    try {
      return await measure(server, url, secret);
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
    }
  });

async function start(folder: string) {
  const server = spawn(process.execPath, [built('main.js')], {
    cwd: folder,
    env: {
      ...process.env,
      AUGIE_DATA: join(folder, 'var'),
      AUGIE_CONFIRM_MINUTES: '1000000', // nobody is asked before the long run
      AUGIE_LOG_LEVEL: 'silent',
      PORT: '0',
      LANG: 'C',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  for (;;) {
    const [, url, secret] = /(http:\S+)\/#teach=(\S+)\s/.exec(out) ?? [];
    if (url && secret) return { server, url, secret };
    await once(server.stdout, 'data');
  }
}

async function measure(server: ChildProcess, url: string, secret: string): Promise<Row[]> {
  const teacher = createBrowser(url);
  await teacher.post('/api/teach', { secret });
  await teacher.post('/api/enter/class', { name: 'Teacher' });
  const { code } = (await teacher.get('/api/c/class/invitation')).json;
  const pages: Listening[] = [];
  const pictures = { seen: 0, failed: 0 };
  for (let i = 0; i < PEOPLE; i++) {
    const browser = createBrowser(url);
    await browser.post('/api/join', { code, name: `Student ${i}` });
    const page = await browser.open();
    // As the page does it: each new picture is fetched.
    const loaded = new Set<string>();
    page.socket.on('message', async (data) => {
      for (const [address] of String(data).matchAll(/\/api\/c\/class\/attachments\/[^"]+/g)) {
        if (loaded.has(address)) continue;
        loaded.add(address);
        const status = await fetchPicture(`${url}${address}`, browser.cookie);
        // An older version of the picture may be gone by now.
        if (status === 200 || status === 404) pictures.seen++;
        else pictures.failed++;
      }
    });
    pages.push(page);
  }
  await teacher.say(QUESTION);

  const delays: number[] = [];
  const memory: number[] = [];
  for (let card = 0; card < CARDS; card++) {
    const said = `/experiment list${' '.repeat(card)}`;
    const sent = performance.now();
    const arrivals = pages.map((page) => arrival(page, said));
    await teacher.say(said);
    for (const arrived of await Promise.all(arrivals)) delays.push(arrived - sent);
    memory.push(resident(server));
    // A person does not send two a second, and the limits would refuse them.
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
  for (const { socket } of pages) socket.terminate();

  delays.sort((a, b) => a - b);
  const at = (share: number) => delays[Math.floor(share * (delays.length - 1))] ?? Number.NaN;
  const half = memory.length >> 1;
  const growth = median(memory.slice(-half / 2)) - median(memory.slice(half / 2, half));
  return [
    { what: `a card reaches ${PEOPLE} people, median`, value: at(0.5), unit: 'ms' },
    { what: `a card reaches ${PEOPLE} people, p99`, value: at(0.99), unit: 'ms', most: 1000, guarded: true },
    { what: `a card reaches ${PEOPLE} people, longest`, value: at(1), unit: 'ms' },
    { what: 'pictures fetched meanwhile', value: pictures.seen, unit: '', note: `${pictures.failed} failed` },
    {
      what: 'memory of the server with the class',
      value: Math.max(...memory),
      unit: 'MB',
      most: 500,
      guarded: true,
    },
    { what: 'its growth in the second half', value: growth, unit: 'MB', most: 40, guarded: true },
  ];
}

/** The status; as cheaply as can be, because this process shares the cores with what it measures. */
const fetchPicture = (address: string, cookie: string): Promise<number> =>
  new Promise((resolve) => {
    get(address, { agent, headers: { cookie } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    }).on('error', () => resolve(0));
  });

const agent = new Agent({ keepAlive: true });

/** When the answer's card is there. */
async function arrival({ heard }: Listening, said: string): Promise<number> {
  await heard((event) => event.type === 'messages' && event.messages.some((one) => one.said === said));
  return performance.now();
}

const resident = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
