/** The shell as a stage: the real `augie` with a server, both in this process. test/cli.test.ts tests processes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHandover } from '../../../src/platforms/terminal/handover/server.ts';
import { augieHere, type Ended, type Here } from '../../shell.ts';
import { deleteFolder, newFolder, openTestApp } from '../../test-app.ts';
import { swiftClock } from '../../time/fake-clock.ts';
import { type Actor, type Answer, asLine, type Shown, type Stage, UNASKED, type Upload } from './stage.ts';

/** A line of `augie --json`. */
interface Line {
  readonly event: 'post' | 'edit' | 'private';
  readonly card: { readonly blocks: readonly Block[] };
  readonly text: string;
  readonly pictures: readonly string[];
  readonly files: readonly string[];
}
type Block = { readonly type: string; readonly alt?: string; readonly name?: string } & {
  readonly choices?: Shown['buttons'];
};

export async function openShell(): Promise<Stage> {
  const data = newFolder();
  const clock = swiftClock();
  const faults: unknown[] = [];

  /** As `npm start` does it, with a clock that can be moved on. */
  async function start() {
    const { app, stop } = await openTestApp(join(data, 'var'), UNASKED, undefined, clock);
    const handover = createHandover({
      data: join(data, 'var'),
      host: app,
      platforms: [],
      onFault: (_, error) => faults.push(error),
      onBroken: () => {},
    });
    handover.platforms.forEach(app.connect);
    await handover.start();
    app.jobs.resume();
    return {
      async stop() {
        handover.stop();
        await stop();
        if (faults.length > 0) throw faults[0];
      },
    };
  }
  let host = await start();
  let people = 0;

  return {
    cannot: {
      others: 'nobody else looks at a terminal',
      goesOn: 'a shell ends with its server, and goes on with the same command',
    },
    person: async ({ name, locale, teacher = false }) => {
      const folder = join(data, `person-${++people}`);
      mkdirSync(folder);
      return actorOf({ name, locale, teacher, folder, data });
    },
    sentOpenly: async () => '',
    async restart() {
      await host.stop();
      host = await start();
    },
    pass: async (ms) => clock.advance(ms),
    async close() {
      await host.stop();
      deleteFolder(data);
    },
  };
}

interface Who {
  readonly name: string;
  readonly locale: string;
  readonly teacher: boolean;
  readonly folder: string;
  readonly data: string;
}

function actorOf({ name, locale, teacher, folder, data }: Who): Actor {
  const terminal: Here[] = [];

  async function type(...words: readonly string[]): Promise<Answer> {
    const flags = ['--json', '--as', name, '--out', folder, ...(teacher ? ['--teacher'] : [])];
    const env = { LANG: `${locale.replace('-', '_')}.UTF-8` };
    const began = performance.now();
    const running = augieHere([...words, ...flags], { data, env });
    terminal.push(running);
    await until(running, () => true);
    const acknowledgedAfterMs = performance.now() - began;
    return { acknowledgedAfterMs, until: (wanted = () => true) => until(running, wanted) };
  }

  /** A file at its path, as one is named on a line. */
  function save(upload: Upload): Upload {
    const path = join(data, upload.name);
    writeFileSync(path, upload.bytes);
    return { ...upload, name: path };
  }

  return {
    name,
    command(command, given = {}) {
      const named = Object.entries(given).map(([key, value]) => [
        key,
        typeof value === 'object' ? save(value) : value,
      ]);
      return type(asLine(command, Object.fromEntries(named)));
    },
    press: (id) => type(id),
    fill: (id, values) => type(id, ...Object.entries(values).map((pair) => pair.join('='))),
    sees: async () => terminal.flatMap((running) => cardsOf(running).map(shownOf)),
    received: async () => terminal.map((running) => running.out()).join('\n'),
  };
}

/** What a process has printed so far: an edit takes the place of the card before it. */
function cardsOf(running: Here): Line[] {
  const cards: Line[] = [];
  for (const text of running.out().split('\n').slice(0, -1)) {
    const line = JSON.parse(text) as Line;
    if (line.event === 'edit') cards.pop();
    cards.push(line);
  }
  return cards;
}

async function until(running: Here, wanted: (shown: Shown) => boolean): Promise<Shown> {
  let ended: Ended | undefined;
  void running.ended.then((how) => {
    ended = how;
  });
  for (;;) {
    const newest = cardsOf(running).at(-1);
    if (newest) {
      const shown = shownOf(newest);
      if (wanted(shown)) return shown;
    }
    if (ended) throw new Error(`the shell ended with ${ended.code}: ${ended.err}${ended.out}`);
    await running.more();
  }
}

function shownOf({ event, card, text, pictures, files }: Line): Shown {
  const blocks = (type: string) => card.blocks.filter((block) => block.type === type);
  return {
    // Buttons come last, each with its address.
    text,
    pictures: pictures.map((path, i) => ({
      alt: blocks('picture')[i]?.alt ?? '',
      bytes: async () => readFileSync(path),
    })),
    files: files.map((path, i) => ({
      name: blocks('file')[i]?.name ?? '',
      text: async () => readFileSync(path, 'utf8'),
    })),
    buttons: blocks('choices').flatMap(({ choices = [] }) => choices),
    isPrivate: event === 'private',
    calls: [],
  };
}
