/** The machine's troubles, on the built program: each a sentence that says what to do, and nothing is lost. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../src/store/sqlite.ts';
import { augie, augieHere, type Ended, run } from './shell.ts';
import { deleteFolder, newFolder, openTestApp, TINY } from './test-app.ts';

let data: string;
beforeEach(() => {
  data = newFolder();
});
afterEach(() => deleteFolder(data));

function expectSentence({ code, out, err }: Ended, sentence: string | RegExp): void {
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
}

describe('a database', () => {
  const file = () => join(data, 'var', 'augie.db');
  const made = async () => {
    expect(await augieHere(['/settings language en'], { data }).ended).toMatchObject({ code: 0 });
  };

  it.each([
    ['en', 'is damaged or not a database. Stop Augie'],
    ['ko', '손상되었거나'],
    ['de', 'ist beschädigt oder keine Datenbank'],
  ])('that is damaged (%s)', async (locale, sentence) => {
    await made();
    writeFileSync(file(), 'nonsense'.repeat(1000));
    const before = readFileSync(file());
    expectSentence(await augieHere(['/help', '--locale', locale], { data }).ended, sentence);
    expectSentence(await augieHere(['backup', 'copy.db', '--locale', locale], { data }).ended, sentence);
    expect(readFileSync(file())).toEqual(before);
  });

  it('of another program', async () => {
    mkdirSync(join(data, 'var'));
    const other = openSqlite(file());
    other.exec('CREATE TABLE bookmarks (url TEXT)');
    other.close();
    expectSentence(await augieHere(['/help'], { data }).ended, 'the database of another program');
  });

  it('of a newer Augie', async () => {
    await made();
    const db = openSqlite(file());
    db.pragma('user_version = 99');
    db.close();
    expectSentence(await augieHere(['/help'], { data }).ended, 'was written by a newer version of Augie');
  });
});

/** A file system of its own needs a mount namespace. */
const mayMount = spawnSync('unshare', ['-rm', 'true']).status === 0;
if (!mayMount) process.stdout.write('skipped: full and read-only disks, as nothing may be mounted here\n');

describe.runIf(mayMount)('a disk', () => {
  /** Runs augie, and then more of the script, with a disk of its own at `$DISK` under its data. */
  const onDisk = (kilobytes: number, before: string, args: readonly string[], after = 'exit $CODE') => {
    const disk = join(data, 'disk');
    const cli = resolve('dist/src/cli.js');
    mkdirSync(disk);
    const script = `DISK='${disk}'; mount -t tmpfs -o size=${kilobytes}k none "$DISK"; ${before}
      '${process.execPath}' '${cli}' "$@"; CODE=$?
      augie() { '${process.execPath}' '${cli}' "$@"; }; ${after}`;
    return run(['-rm', 'sh', '-c', script, 'sh', ...args], {
      data,
      env: { AUGIE_DATA: join(disk, 'var'), AUGIE_LOG_LEVEL: 'silent' },
      program: 'unshare',
    });
  };

  it('that is full from the start', async () => {
    const full = onDisk(64, 'mkdir "$DISK/var"; cat /dev/zero > "$DISK/filler" 2>&1 | true;', [TINY]);
    expectSentence(await full.ended, 'is full. Free some space');
  });

  it('that may only be read', async () => {
    const readOnly = onDisk(1000, 'mount -o remount,ro "$DISK";', [TINY]);
    expectSentence(await readOnly.ended, /Augie cannot (open|read or write) .*writable/);
  });

  it('with little room keeps it: the dataset is not kept unpacked', async () => {
    const previewOn = async (kilobytes: number) => {
      const ended = await onDisk(kilobytes, '', ['/augment preview'], 'ls "$DISK/var"; exit $CODE').ended;
      rmSync(join(data, 'disk'), { recursive: true });
      expect(ended).toMatchObject({ code: 0, err: '' });
      return ended.out.match(/dataset-.*raw/g) ?? [];
    };
    // Of the four files, the images of the pool have 784 kB, and those of the test set 196.
    expect(await previewOn(1900)).toHaveLength(2);
    expect(await previewOn(20_000)).toHaveLength(4);
  });

  it('that fills up in the middle of an experiment: it waits, and goes on when there is room', async () => {
    const room = join(data, 'room');
    execFileSync('mkfifo', [room]);
    const question = `${TINY.replace('epochs:1', 'epochs:2')}`;
    // Room for the tables and not for a network; opening the pipe below makes more.
    const filling = onDisk(
      900,
      `(read _ < '${room}'; mount -o remount,size=50m "$DISK") &`,
      [question, '--out', 'a'],
      `augie '/experiment export' --out a > a/export.txt; exit $CODE`,
    );
    await filling.printed(/Paused: The disk of .*augie\.db is full\. Free some space/);
    writeFileSync(room, 'now\n');
    expect(await filling.ended).toMatchObject({ code: 0, err: '' });
    await augie([question, '--out', 'b'], { data }).ended;
    await augie(['/experiment export', '--out', 'b'], { data }).ended;
    const csv = (folder: string) => readFileSync(join(data, folder, 'experiment-1.csv'), 'utf8');
    expect(csv('a')).toBe(csv('b'));
  });
});

/**
 * A copy of the program, whose packages are those of this one except `own` of @tensorflow: the test puts
 * that into the returned folder.
 */
function copyProgram(own: string) {
  const packages = join(data, 'node_modules', '@tensorflow');
  mkdirSync(packages, { recursive: true });
  for (const folder of ['', '@tensorflow'])
    for (const name of readdirSync(join('node_modules', folder)))
      if (name !== '@tensorflow' && name !== own)
        symlinkSync(resolve('node_modules', folder, name), join(data, 'node_modules', folder, name));
  cpSync('dist', join(data, 'dist'), { recursive: true });
  cpSync('package.json', join(data, 'package.json'));
  mkdirSync(join(data, 'data'));
  symlinkSync(resolve('data/fashion-mnist'), join(data, 'data', 'fashion-mnist'));
  const inside = (env: Record<string, string> = {}) =>
    run([join(data, 'dist', 'src', 'cli.js'), TINY], { data, env }).ended;
  return { folder: join(packages, own), inside };
}

it('with a file of TensorFlow missing, says which, and trains once it is back', async () => {
  const { folder, inside } = copyProgram('tfjs-backend-wasm');
  const original = join('node_modules', '@tensorflow', 'tfjs-backend-wasm');
  cpSync(original, folder, { recursive: true });
  const file = join('dist', 'tfjs-backend-wasm-simd.wasm');

  rmSync(join(folder, file));
  const without = await inside();
  expect(without).toMatchObject({ code: 2 });
  expect(without.err).toMatch(/tfjs-backend-wasm-simd\.wasm is missing\. Run npm ci again/);
  cpSync(join(original, file), join(folder, file));
  expect(await inside()).toMatchObject({ code: 0, err: '' });
});

it('with a native TensorFlow that dies as it is loaded, says so to whoever asks for it, and never loads it unasked', async () => {
  const { folder, inside } = copyProgram('tfjs-node');
  const loaded = join(data, 'loaded');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "version": "4.22.0" }');
  const program = `require('node:fs').writeFileSync(${JSON.stringify(loaded)}, ''); process.abort();`;
  writeFileSync(join(folder, 'index.js'), program);

  expect(await inside()).toMatchObject({ code: 0, err: '' });
  expect(existsSync(loaded)).toBe(false);
  expectSentence(
    await inside({ AUGIE_BACKEND: 'native' }),
    /^AUGIE_BACKEND is native, but .*\(SIGABRT.*Remove AUGIE_BACKEND to use wasm/,
  );
  expect(existsSync(loaded)).toBe(true);
});

it('with no process to be had, says so on the card, and trains when asked again', async () => {
  const testApp = await openTestApp(data);
  const { execPath } = process;
  process.execPath = '/nowhere/node';
  const said = await testApp.finish(TINY);
  process.execPath = execPath;
  expect(said.card().trouble).toBe('mistake');
  expect(said.text()).toMatch(/No training process could be started: .*AUGIE_TRAINERS/);
  expect((await testApp.finish(TINY)).text()).toContain('The verdict comes after 6 pairs');
  await testApp.stop();
});
