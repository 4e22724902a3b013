/** augie from a shell, as the built program: what it prints, writes and exits with. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../src/i18n/i18n.ts';
import { built } from './built.ts';
import { augie, augieHere, inOneLine, run, server, stored, TRAINED } from './shell.ts';
import { deleteFolder, LONG, newFolder, SHORT, TINY } from './test-app.ts';

let data: string;

describe('a finished experiment', () => {
  beforeAll(async () => {
    data = newFolder();
    const run = await augie([TINY, '--out', 'pictures', '--as', 'kim'], { data }).ended;
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toContain('The verdict comes after 6 pairs');
    expect(run.out).toMatch(/image: pictures\/experiment-1-curves\.png/);
  });
  afterAll(() => deleteFolder(data));

  it('has its pictures in the folder that was named', () => {
    expect(readdirSync(join(data, 'pictures')).sort()).toEqual([
      'experiment-1-accuracy.png',
      'experiment-1-curves.png',
      'experiment-1-examples.png',
    ]);
  });

  it('is answered at once when it is asked again, in any language', async () => {
    const again = await augie([TINY, '--as', 'kim', '--locale', 'ko'], { data }).ended;
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('실험 1');
    expect(again.out).toContain('같은 요청이 있었습니다');
    expect(existsSync(join(data, 'augie-out', 'experiment-1-curves.png'))).toBe(true);
  });

  it('is told to programs as one JSON object a line', async () => {
    const run = await augie([`${TINY} policy:erase`, '--json', '--as', 'lee', '--out', 'json'], { data })
      .ended;
    expect(run.code).toBe(0);
    const events = run.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const event of events) {
      expect(Object.keys(event)).toEqual(['event', 'card', 'text', 'pictures', 'files']);
    }
    expect(events[0].event).toBe('post');
    const last = events.at(-1);
    expect(last.event).toBe('edit');
    expect(last.text).toContain('The verdict comes after 6 pairs');
    expect(last.card.title).toMatch(/^Experiment \d+/);
    expect(last.pictures).toHaveLength(3);
    for (const path of last.pictures) {
      expect(readFileSync(join(data, path)).subarray(1, 4).toString()).toBe('PNG');
    }
  });

  it('can be exported', async () => {
    const run = await augie(['/experiment export 1', '--out', 'csv'], { data }).ended;
    expect(run.out).toContain('file: csv/experiment-1.csv');
    const lines = readFileSync(join(data, 'csv', 'experiment-1.csv'), 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^\ufefftrial,arm,seed,dataset,.*,epoch,step,/);
    expect(lines).toHaveLength(5);
  });

  it('is in a backup', async () => {
    const copy = join(data, 'copy.db');
    expect(await augie(['backup', copy], { data }).ended).toMatchObject({ code: 0, err: '' });
    mkdirSync(join(data, 'restored'));
    writeFileSync(join(data, 'restored', 'augie.db'), readFileSync(copy));
    const restored = { data, env: { AUGIE_DATA: join(data, 'restored') } };
    const list = await augieHere(['/experiment list'], restored).ended;
    expect(list.out).toContain('so far');
  });

  it('remembers the language a person chose', async () => {
    await augieHere(['/settings language de', '--as', 'jo'], { data }).ended;
    const german = await augieHere(['/experiment show', '--as', 'jo'], { data }).ended;
    expect(inOneLine(german.out)).toContain('Ein Urteil gibt es ab 6 Paaren');
    expect(german.out).toContain('Bild: ');
    expect(
      (await augieHere(['/experiment list', '--as', 'jo', '--locale', 'ko'], { data }).ended).out,
    ).toContain('실험');
    expect((await augieHere(['/experiment list', '--as', 'kim'], { data }).ended).out).toContain(
      'Experiments',
    );
  });

  it('presses buttons', async () => {
    const numbers = await augieHere(['experiment.run.numbers:1'], { data }).ended;
    expect(numbers).toMatchObject({ code: 0, err: '' });
    expect(numbers.out).toContain('Difference');
  });
});

describe('mistakes', () => {
  beforeAll(() => {
    data = newFolder();
  });
  afterAll(() => deleteFolder(data));

  it.each([
    ['No command was given. Try /help.', [''], {}],
    ['No command was given.', ['   '], {}],
    ['No command was given.', ['/'], {}],
    ['A command may have at most', ['/experiment run '.padEnd(100_000, 'x')], {}],
    ['Did you mean /experiment run?', ['/experiment rnu'], {}],
    ['epochs cannot be “1e9”. Choose a number from 1 to 300.', ['/experiment run epochs:1e9'], {}],
    ['epochs cannot be “[31m 3”.', ['/experiment run epochs:\u001b[31m\n\u202e3'], {}],
    ['Choose a smaller batch or a larger fraction.', ['/experiment run batch:1024 fraction:0.001'], {}],
    ['Add the missing ).', ['/experiment run policy:rotate(0.04'], {}],
    ['There is no experiment 7 in this channel.', ['/experiment show 7'], {}],
    ['language is missing. Add it, for example language:…', ['/settings language'], {}],
    ['already been started or discarded', ['experiment.run.confirm:7'], {}],
    ['There is no file nowhere.png.', ['/augment preview image:nowhere.png'], {}],
    ['Leave one of them out.', ['/augment preview image:x.png label:Bag'], {}],
    ['label kann nicht „Hut“ sein.', ['/augment preview label:Hut', '--locale', 'de'], {}],
    [`--locale cannot be “xx”. Choose one of: ${locales.join(', ')}.`, ['/help', '--locale', 'xx'], {}],
    ['--col[31mour라는 옵션은 없습니다.', ['/help', '--col\u001b[31mour', '--locale', 'ko'], {}],
    ['Did you mean --teacher?', ['/help', '--tacher'], {}],
    ['--as needs a value.', ['/help', '--as'], {}],
    ['--as needs a value.', ['/help', '--as', '--json'], {}],
    ['--channel needs a value.', ['/help', '--channel', ''], {}],
    ['--json takes no value.', ['/help', '--json=no'], {}],
    ['--as is given twice.', ['/help', '--as', 'kim', '--as', 'lee'], {}],
    ['Write: augie backup FILE', ['backup'], {}],
    ['Write: augie backup FILE', ['backup', 'one.db', 'two.db'], {}],
    ['AUGIE_BACKEND=gpu, AUGIE_TRAINERS=0', ['/help'], { AUGIE_BACKEND: 'gpu', AUGIE_TRAINERS: '0' }],
    ['AUGIE_TRAINER (AUGIE_TRAINERS?)', ['/help'], { AUGIE_TRAINER: '2' }],
    ['AUGIE_BACKEND', ['/help'], { AUGIE_BACKEND: 'native' }],
    ['Augie cannot open /dev/null/augie', ['/help'], { AUGIE_DATA: '/dev/null/augie' }],
    ['only a teacher may start', ['/experiment run fraction:1 seeds:30 epochs:300'], { AUGIE_DATASETS: '' }],
  ])('%s', async (sentence, args, env) => {
    const run = await augieHere(args, { data, env }).ended;
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(sentence);
    // One line without anything that a terminal would obey, and so no stack either; then perhaps what can be pasted.
    expect(run.err).toMatch(/^[^\p{Cc}\p{Bidi_Control}]+\n(On your own .+\n)?( {2}augie [^\p{Cc}]+\n)?$/u);
  });

  it('says what can be pasted instead, and that the owner of the computer may be a teacher', async () => {
    const misspelt = await augieHere(['/experiment', 'rnu fraction:0.1', '--as', 'kim'], { data }).ended;
    expect(misspelt.err).toContain("\n  augie '/experiment run fraction:0.1' --as kim\n");
    const policy = await augieHere(['/augment preview policy:rotate(45)'], { data }).ended;
    expect(policy.err).toContain("\n  augie '/augment preview policy:rotate(0.125)'\n");
    const quiz = await augieHere(['/quiz start', '--channel', 'class 1'], { data }).ended;
    expect(quiz.err).toContain(
      "add --teacher to act as a teacher:\n  augie '/quiz start' --channel 'class 1' --teacher\n",
    );
  });

  it('asks for a yes before a long run, and does nothing without', async () => {
    const env = { AUGIE_DATASETS: '' };
    const huge = '/experiment run fraction:1 seeds:30 epochs:300';
    const run = await augieHere([huge, '--teacher'], { data, env }).ended;
    expect(run).toMatchObject({ code: 2, err: 'Nothing was done. Add --yes to continue.\n' });
  });

  it('asks for a yes before somebody is forgotten', async () => {
    const forget = ['settings.privacy.forget:me', '--as', 'Zoe'];
    expect(await augieHere(forget, { data }).ended).toMatchObject({ code: 2 });
    const done = await augieHere([...forget, '--yes'], { data }).ended;
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('Your data is deleted.');
  });

  it('says how it is called', async () => {
    expect(await augieHere([], { data }).ended).toMatchObject({ code: 2 });
    const help = await augieHere(['--help', '--locale', 'de'], { data }).ended;
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('Aufruf: augie');
  });

  it('says that a folder for pictures cannot be written to', async () => {
    writeFileSync(join(data, 'taken'), '');
    const run = await augie(['/experiment export', '--out', 'taken'], { data }).ended;
    expect(run).toMatchObject({ code: 2 });
    const made = await augie([TINY, '--out', 'taken'], { data }).ended;
    expect(made.err).toContain('could not be written to taken');
    expect(made.code).toBe(2);
  });
});

describe('a pipe that is not read to its end', () => {
  /** `reader`: what stands at the other end of the pipe. */
  const piped = (line: string, reader: string) =>
    run(['-c', `{ "$0" "$@"; echo "code $?" >&2; } | ${reader}`, process.execPath, built('cli.js'), line], {
      data,
      program: '/bin/sh',
    }).ended;
  beforeEach(() => {
    data = newFolder();
  });
  afterEach(() => deleteFolder(data));

  it('ends a command without a word', async () => {
    expect(await piped('/help', 'true')).toMatchObject({ out: '', err: 'code 0\n' });
  });

  it('leaves an experiment for later', async () => {
    const { err } = await piped(LONG, 'head -n 1');
    expect(err).toBe('Left for later. Run the same command or npm start to continue.\ncode 130\n');
    const list = await augieHere(['/experiment list'], { data }).ended;
    expect(list.out).toMatch(/2% of Fashion-MNIST[\s\S]* running/);
  });
});

describe('interruptions', () => {
  beforeEach(() => {
    data = newFolder();
  });
  afterEach(() => deleteFolder(data));

  it('tell whoever comes second who has the data, and let a backup through', async () => {
    const first = augie([LONG], { data });
    await first.printed(/networks trained/);
    const second = await augie(['/experiment list'], { data }).ended;
    expect(second).toMatchObject({ code: 2, out: '' });
    expect(second.err).toContain(`process ${first.process.pid}`);
    expect(await augie(['backup', 'copy.db'], { data }).ended).toMatchObject({ code: 0 });
    first.process.kill('SIGKILL');
    await first.ended;
    expect(await augieHere(['/experiment list'], { data }).ended).toMatchObject({ code: 0 });
  });

  it('leave the experiment for later, where nobody can be asked', async () => {
    const first = augie([LONG], { data });
    await first.printed(/networks trained · /);
    first.process.kill('SIGINT');
    const left = await first.ended;
    expect(left).toMatchObject({ code: 130 });
    expect(left.err).toContain('Left for later');
    const list = await augieHere(['/experiment list'], { data }).ended;
    expect(list.out).toMatch(/2% of Fashion-MNIST[\s\S]* running/);
  });

  it('do not stop an experiment: the server takes it up after kill -9', async () => {
    const first = augie([SHORT], { data });
    await stored(data, TRAINED);
    first.process.kill('SIGKILL');
    await first.ended;
    const started = server({ data });
    await started.printed(/Augie continues 1 experiment/);
    await started.printed(/"a job ended"/);
    started.process.kill('SIGTERM');
    expect(await started.ended).toMatchObject({ code: 0 });
    const again = await augieHere([SHORT], { data }).ended;
    expect(again.out).toContain('This question was already asked on');
    expect(again.out).toContain('The verdict comes after 6 pairs');
  });

  it('do not lose the question: the same command goes on with the same experiment', async () => {
    const first = augie([SHORT], { data });
    await stored(data, TRAINED);
    first.process.kill('SIGKILL');
    await first.ended;
    const again = await augie([SHORT, '--locale', 'de'], { data }).ended;
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('hier in dieser Karte geht es weiter');
    expect(again.out).not.toContain('0 von 3');
    expect(again.out).not.toContain('Experiment 2:');
    expect(inOneLine(again.out)).toContain('Ein Urteil gibt es ab 6 Paaren');
  });
});

describe('trainers', () => {
  const loud = { AUGIE_LOG_LEVEL: 'debug' };
  const STARTED = 'training process started';
  beforeEach(() => {
    data = newFolder();
  });
  afterEach(() => deleteFolder(data));

  it('of a server get ready before anybody asks, and end with it', async () => {
    const running = server({ data, env: loud });
    await running.printed(/training process is warm/);
    const [, pid] = /.*"pid":(\d+).*training process is warm/.exec(running.out()) ?? [];
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0, err: '' });
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  });

  it('of a shell start with a question that waits for a yes or for predictions, and not with others', async () => {
    const say = async (text: string, env: Record<string, string> = {}) =>
      (await augie([text], { data, env: { ...loud, ...env } }).ended).err;
    expect(await say('/experiment list')).not.toContain(STARTED);
    expect(await say(TINY, { AUGIE_CONFIRM_MINUTES: '0' })).toContain(STARTED);
    const predicted = augie([`${TINY} predict:true`], { data, env: loud });
    await predicted.printed(/Experiment 2/);
    predicted.process.kill('SIGTERM');
    expect((await predicted.ended).err).toContain(STARTED);
  });
});

it('leaves nothing behind but what it was asked for', async () => {
  data = newFolder();
  await augie(['/help'], { data }).ended;
  expect(readdirSync(data)).toEqual(['var']);
  rmSync(data, { recursive: true });
});
