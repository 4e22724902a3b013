/** /experiment as a class uses it: real trainers, real database, a channel that keeps what was posted. */
import { cpSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteFolder, LONG, newFolder, openTestApp, plainText } from '../test-app.ts';
import { useTestApp } from '../use-test-app.ts';

/** Small enough for a test: 80 images, and ten steps for the full arm. */
const TINY = 'fraction:0.1 batch:80 epochs:1 seeds:1';

const testApp = useTestApp({ AUGIE_TRAINERS: '2' });

const idOf = (text: string) => /Experiment (\d+)/.exec(text)?.[1] as string;

describe('run', () => {
  it('trains, follows its progress on one card, and ends with curves, table and verdict', async () => {
    const said = await testApp.finish(`/experiment run ${TINY}`);
    const first = plainText(said.message.cards[0] as never);
    expect(first).toContain('0 of 3 networks trained');
    expect(first).toMatch(/About \d+ (s|min) left/);
    expect(first).toContain('[Cancel] experiment.run.cancel:');
    const last = said.text();
    expect(last).toContain('The verdict comes after 6 pairs');
    expect(last).toMatch(/Full \(100%\) \| \d\d\.\d\d% \| \d+\.\d\d% \| [+-]?\d\S* \| 1 \| 800 \| 10/);
    expect(last).toMatch(/Reduced \(10%\) \| \d+\.\d\d% \| \d+\.\d\d% \| \S+ \| 1 \| 80 \| 1\n/);
    expect(last).toMatch(/Augmented \(10%\) \| \d+\.\d\d% \| \d+\.\d\d% \| \S+ \| 1 \| 80 \| 1\n/);
    expect(last).toContain('[More seeds] experiment.run.more:');
    expect(said.card().blocks.filter(({ type }) => type === 'picture')).toHaveLength(3);
    expect(last).toMatch(/TensorFlow\.js \d+\.\d+\.\d+ \((native|wasm)\)/);
  });

  it('answers the same question at once, with the same experiment, and says so', async () => {
    const before = await testApp.say('/experiment show');
    const again = await testApp.finish(`/experiment run ${TINY}`);
    expect(again.outcome).toEqual({ kind: 'answered' });
    expect(again.text()).toContain('This question was already asked on');
    expect(idOf(again.text())).toBe(idOf(before.text()));
  });

  it('uses trials again for other questions, and says how many', async () => {
    const other = await testApp.finish(`/experiment run ${TINY} policy:erase`);
    expect(other.text()).toContain('2 networks were trained before and are reused.');
    const somebodyElse = await testApp.finish(`/experiment run ${TINY}`, { name: 'lee' });
    expect(somebodyElse.text()).toContain('3 networks were trained before');
    expect(plainText(somebodyElse.message.cards[0] as never)).toContain('3 of 3 networks trained');
  });

  it('goes on where it stopped when more epochs or seeds are asked for', async () => {
    const show = await testApp.say('/experiment show 1');
    const longer = await testApp.finish('experiment.run.longer:1');
    expect(longer.text()).toContain('Epochs: 2');
    const file = (await testApp.say(`/experiment export ${idOf(longer.text())}`)).card().blocks.at(-1);
    const old = (await testApp.say('/experiment export 1')).card().blocks.at(-1);
    if (file?.type !== 'file' || old?.type !== 'file') throw new Error('no file');
    const epochs = (csv: string) =>
      csv
        .split('\r\n')
        .slice(1, -1)
        .map((line) =>
          line
            .split(',')
            .filter((_, i) => [1, 2, 11, 12, 13, 14].includes(i))
            .join(),
        );
    expect(epochs(file.content)).toEqual(expect.arrayContaining(epochs(old.content)));
    expect(epochs(file.content)).toHaveLength(6);
    expect(show.text()).toContain('Epochs: 1');
    const more = await testApp.finish('experiment.run.more:1');
    expect(more.text()).toContain('Seeds: 6');
    expect(more.text()).toContain('3 networks were trained before');
  });

  it('takes the seeds from the first one that is given on, and shows which where that is not 1', async () => {
    const channel = 'seeds';
    const usual = await testApp.finish(`/experiment run ${TINY}`, { channel });
    const same = await testApp.finish(`/experiment run ${TINY} first:1`, { channel });
    expect(idOf(same.text())).toBe(idOf(usual.text()));
    expect(usual.text()).toMatch(/^Seeds: 1$/m);
    expect(usual.card().title).not.toContain('seed');

    const refused = await testApp.say('/experiment run fraction:0.1 batch:80 epochs:1 first:999998 seeds:6', {
      channel,
    });
    expect(refused.outcome).toMatchObject({ kind: 'mistake', option: 'first' });
    expect(refused.text()).toMatch(/end at 1000003, and 1000000 is the largest\. Choose first:999995/);
    // An experiment of the largest one cannot get more.
    const last = await testApp.finish(`/experiment run ${TINY} first:1000000`, { channel });
    expect(last.card().title).toMatch(/, seed 1000000$/);

    const other = await testApp.finish(`/experiment run ${TINY} first:101`, { channel });
    expect(other.card().title).toMatch(/, seed 101$/);
    expect(other.text()).toContain('Seeds: 1 (101)');
    const more = await testApp.finish(`experiment.run.more:${idOf(other.text())}`, { channel });
    expect(more.card().title).toMatch(/, seeds 101–106$/);
    expect(more.text()).toContain('Seeds: 6 (101–106)');
    expect(more.text()).toContain('3 networks were trained before');
    const exported = await testApp.say(`/experiment export ${idOf(more.text())}`, { channel });
    const file = exported.card().blocks.at(-1);
    if (file?.type !== 'file') throw new Error('no file');
    const lines = file.content.split('\r\n').slice(1, -1);
    expect([...new Set(lines.map((line) => line.split(',')[2]))]).toEqual([
      '101',
      '102',
      '103',
      '104',
      '105',
      '106',
    ]);
  });

  it('shares the work between two who ask the same at the same time', async () => {
    const question = `/experiment run ${TINY} policy:rotate(0.02)`;
    const both = await Promise.all([
      testApp.finish(question, { name: 'one' }),
      testApp.finish(question, { name: 'two' }),
    ]);
    const [one, two] = both.map((said) =>
      said
        .text()
        .match(/Augmented.*%/g)
        ?.at(-1),
    );
    expect(one).toMatch(/Augmented/);
    expect(one).toBe(two);
  });

  it("serves the askers in turn: one seed does not wait for somebody else's four", async () => {
    const folder = newFolder();
    const one = await openTestApp(folder);
    const ended: string[] = [];
    const ask = async (name: string, seeds: number, policy: string) => {
      const question = `/experiment run ${TINY.replace('seeds:1', `seeds:${seeds}`)} policy:${policy}`;
      await one.finish(question, { name });
      ended.push(name);
    };
    await Promise.all([ask('many', 4, 'flip'), ask('few', 1, 'erase')]);
    expect(ended).toEqual(['few', 'many']);
    await one.stop();
    deleteFolder(folder);
  });

  it('says on the card when an operation does nothing to these pictures, or destroys them', async () => {
    const run = `/experiment run ${TINY} policy:greyscale + rotate(0.2)`;
    const text = (await testApp.finish(run, { channel: 'notes' })).text();
    expect(text).toContain('greyscale changes nothing here');
    expect(text).toContain('rotate turns images by up to 72°');
  });

  it('asks before a long run, does nothing until then, and can be told no', async () => {
    const strict = newFolder();
    const careful = await openTestApp(strict, { AUGIE_CONFIRM_MINUTES: '0' });
    const asked = await careful.finish(`/experiment run ${TINY}`);
    const confirm = asked.outcome.kind === 'answered' && asked.outcome.confirm;
    expect(confirm).toBe('experiment.run.confirm:1');
    expect(asked.text()).toContain('[Start] experiment.run.confirm:1');
    expect((await careful.say('/experiment list')).text()).toContain('None yet');
    expect((await careful.say(String(confirm), { name: 'lee' })).outcome.kind).toBe('mistake');
    expect((await careful.say('experiment.run.drop:1')).text()).toContain('Nothing was started');
    expect((await careful.say('experiment.run.confirm:1')).text()).toContain(
      'already been started or discarded',
    );
    await careful.finish(`/experiment run ${TINY}`);
    const started = await careful.finish('experiment.run.confirm:2');
    expect(started.text()).toContain('The verdict comes after 6 pairs');
    await careful.stop();
    deleteFolder(strict);
  });

  it('offers a shorter run beside a long one, which takes its place', async () => {
    const folder = newFolder();
    const careful = await openTestApp(folder, { AUGIE_CONFIRM_MINUTES: '5' });
    const long = '/experiment run model:cnn fraction:0.1 batch:80 epochs:300 seeds:30';
    const asked = await careful.say(long);
    expect(asked.text()).toMatch(/\[Shorter: about .+ \(seeds: 6, epochs: \d+\)\] experiment.run.shorter:1/);
    expect((await careful.say(long, { locale: 'ko' })).text()).toContain('[더 짧게: 약 ');
    expect((await careful.say('experiment.run.shorter:1', { name: 'lee' })).outcome.kind).toBe('mistake');
    const started = await careful.say('experiment.run.shorter:1');
    expect(started.text()).toMatch(/0 of (12|13|14) networks trained/);
    expect((await careful.say('experiment.run.confirm:1')).outcome.kind).toBe('mistake');
    await careful.stop();
    deleteFolder(folder);
  });

  it('leaves what is too long to a teacher', async () => {
    const strict = newFolder();
    const capped = await openTestApp(strict, { AUGIE_CONFIRM_MINUTES: '0', AUGIE_MAX_MINUTES: '0' });
    const refused = await capped.say(`/experiment run ${TINY}`);
    expect(refused.outcome.kind).toBe('mistake');
    expect(refused.text()).toContain('only a teacher may start');
    expect((await capped.say(`/experiment run ${TINY}`, { teacher: true })).text()).toContain('Start it?');
    await capped.stop();
    deleteFolder(strict);
  });

  it.each([
    ['policy:rotat(0.1)', 'rotate'],
    ['policy:none', 'nothing to compare'],
    ['batch:1024', 'larger than the number of images in the subset (80)'],
    ['fraction:2', 'Choose a number from 0.001 to 1'],
  ])('says what is wrong with %s, and starts nothing', async (option, sentence) => {
    const name = option.split(':')[0] as string;
    const rest = TINY.split(' ')
      .filter((part) => !part.startsWith(`${name}:`))
      .join(' ');
    const said = await testApp.say(`/experiment run ${rest} ${option}`, {
      name: 'clumsy',
      channel: 'mistakes',
    });
    expect(said.outcome.kind).toBe('mistake');
    expect(said.message.private).toBe(true);
    expect(said.text()).toContain(sentence);
    expect((await testApp.say('/experiment list', { channel: 'mistakes' })).text()).toContain('None yet');
  });
});

describe('cancel', () => {
  it('takes effect, keeps what was trained, and leaves the rest alone', async () => {
    const running = await testApp.say(`${LONG} policy:shift(0.05)`, { teacher: true });
    const id = idOf(running.text());
    const cancelled = await testApp.say(`/experiment cancel ${id}`);
    if (running.outcome.kind !== 'answered') throw new Error('not started');
    await testApp.app.jobs.settled(running.outcome.job as number);
    expect(cancelled.text()).toContain(`Experiment ${id} is cancelled`);
    expect(running.text()).toContain('Cancelled. What was trained is kept');
    expect((await testApp.say(`/experiment cancel ${id}`)).text()).toContain('is not running');
  });

  it('is for the owner and for teachers', async () => {
    const running = await testApp.say(`${LONG} policy:shift(0.06)`, { teacher: true });
    const id = idOf(running.text());
    expect((await testApp.say(`/experiment cancel ${id}`, { name: 'lee' })).text()).toContain(
      'belongs to kim',
    );
    expect((await testApp.say(`/experiment delete ${id}`)).text()).toContain('still running');
    const byTeacher = await testApp.say(`/experiment cancel ${id}`, { name: 'ms-park', teacher: true });
    expect(byTeacher.text()).toContain('is cancelled');
  });
});

it('lets one person have five experiments running, and a teacher more', async () => {
  const folder = newFolder();
  const busy = await openTestApp(folder);
  const start = (n: number, teacher = false) => busy.say(`${LONG} policy:shift(0.0${n})`, { teacher });
  for (let n = 1; n <= 5; n++) expect((await start(n)).outcome.kind).toBe('answered');
  const sixth = await start(6);
  expect(sixth.text()).toContain('already have 5 experiments running');
  expect((await start(6, true)).outcome.kind).toBe('answered');
  await busy.stop();
  deleteFolder(folder);
});

describe('the rest', () => {
  it('lists, renames and shows', async () => {
    await testApp.say('/experiment rename 1 Does flip help?');
    expect((await testApp.say('/experiment show 1')).text()).toContain('Experiment 1: Does flip help?');
    expect((await testApp.say('/experiment list')).text()).toMatch(
      /1 \| Does flip help\? \| \d+\.\d% → \d+\.\d% \| \d+\.\d% → \d+\.\d% \| moved: so far, clean: so far \| done \| kim/,
    );
    expect((await testApp.say('/experiment rename 1 "???"')).text()).toContain('at least one letter');
  });

  it('knows only the experiments of the channel', async () => {
    for (const id of ['999', 'abc', '1e3', '-1', '']) {
      const said = await testApp.say(`/experiment show "${id}"`, { channel: 'elsewhere' });
      expect(said.outcome.kind, id).toBe('mistake');
    }
    expect((await testApp.say('/experiment show 1', { channel: 'elsewhere' })).text()).toContain(
      'no experiment 1',
    );
    expect((await testApp.say('/experiment show', { channel: 'elsewhere' })).text()).toContain(
      'no experiment in this',
    );
  });

  it('gives the numbers seed by seed', async () => {
    const text = (await testApp.say('experiment.run.numbers:1')).text();
    expect(text).toMatch(/Seed \| Full \(100%\) \| Reduced \(10%\) \| Augmented \(10%\) \| Difference/);
    expect(text).toMatch(/\n1 \| \d/);
  });

  it('deletes for good', async () => {
    expect((await testApp.say('/experiment delete 1')).text()).toContain('Experiment 1 is deleted');
    expect((await testApp.say('/experiment show 1')).text()).toContain('no experiment 1');
  });

  it('speaks the language that was asked in', async () => {
    expect((await testApp.say('/experiment list', { locale: 'ko', channel: 'k' })).text()).toContain(
      '실험 목록',
    );
    expect((await testApp.say('/experiment show 77', { locale: 'de-AT' })).text()).toContain(
      'kein Experiment 77',
    );
  });
});

describe('trouble', () => {
  it('with the data is said on the card: which file, and what to do', async () => {
    const root = newFolder();
    cpSync('data/fashion-mnist', join(root, 'data', 'fashion-mnist'), { recursive: true });
    truncateSync(join(root, 'data', 'fashion-mnist', 'train-images-idx3-ubyte.gz'), 1000);
    const damaged = await openTestApp(join(root, 'var'), { AUGIE_DATASETS: '' }, root);
    const said = await damaged.finish(`/experiment run ${TINY}`);
    expect(said.card().trouble).toBe('mistake');
    expect(said.text()).toContain('train-images-idx3-ubyte.gz');
    expect((await damaged.say('/experiment list')).text()).toContain('failed');
    await damaged.stop();
    deleteFolder(root);
  });

  it('with one process is made good; a trial whose process dies twice is named, and the next seed takes its place', async () => {
    const folder = newFolder();
    const other = await openTestApp(folder);
    const before = new Set(trainers());
    const said = await other.say(`/experiment run ${TINY}`);
    if (said.outcome.kind !== 'answered') throw new Error('not started');
    // The only trainer has the first trial; it is killed before it can have finished loading, and so is its heir.
    for (let kills = 0; kills < 2; kills++) {
      const pid = await until(() => trainers().find((one) => !before.has(one)));
      before.add(pid);
      process.kill(pid, 'SIGKILL');
    }
    await other.app.jobs.settled(said.outcome.job as number);
    expect(said.text()).toContain('1 network is missing, because its process was killed twice.');
    expect(said.text()).toContain('The verdict comes after 6 pairs');
    const file = (await other.say('/experiment export 1')).card().blocks.at(-1);
    if (file?.type !== 'file') throw new Error('no file');
    expect(file.content.match(/(?<=^\w+,)(full|reduced|augmented),\d+/gm)?.sort()).toEqual([
      'augmented,1',
      'augmented,2',
      'full,1',
      'reduced,2',
    ]);
    const again = await other.finish(`/experiment run ${TINY}`);
    expect(again.text()).toContain('2 networks were trained before');
    expect(again.text()).toContain('The verdict comes after 6 pairs');
    await other.stop();
    deleteFolder(folder);
  });
});

/** The training processes that this one has started. */
function trainers(): number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('training/child'))
    .map(Number);
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
