/** /experiment run predict:true as a class uses it: a whole Augie, with results that the test has put there or trains. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import {
  deleteFolder,
  newFolder,
  openTestApp,
  plainText,
  type Said,
  type TestApp,
  LONG as VERY_LONG,
} from '../test-app.ts';
import { type FakeClock, swiftClock } from '../time/fake-clock.ts';

let folder: string;
let clock: FakeClock;
let testApp: TestApp;
let open: TestApp[];
beforeEach(async () => {
  folder = newFolder();
  clock = swiftClock();
  open = [];
  testApp = await start(folder);
});
afterEach(async () => {
  for (const one of open) await one.stop();
  deleteFolder(folder);
});

async function start(where: string, env: Record<string, string> = {}): Promise<TestApp> {
  const one = await openTestApp(where, env, undefined, clock);
  open.push(one);
  return one;
}

const TINY = '/experiment run fraction:0.1 batch:80 epochs:1 policy:flip test:none predict:true';
const LONG = `${VERY_LONG} policy:shift(0.05) predict:true`;
const teacher = { name: 'ms-park', teacher: true };
const jobOf = (said: Said) => (said.outcome.kind === 'answered' ? said.outcome.job : undefined) as number;
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Without standing in the way of what is waited for. */
const until = (holds: () => boolean) => expect.poll(holds).toBe(true);

function sql(run: string, where = folder): unknown[] {
  const db = openSqlite(join(where, 'augie.db'));
  const statement = db.prepare(run);
  const rows = statement.reader ? statement.pluck().all() : [statement.run()];
  db.close();
  return rows;
}

/**
 * Starts an experiment whose networks are all trained already: the reduced ones reach 80 %, and each augmented one as much
 * as is given for its seed.
 */
async function startTrained(augmented: readonly number[]): Promise<Said> {
  await testApp.stop();
  open = [];
  testApp = await start(folder, { AUGIE_CONFIRM_MINUTES: '0' });
  const proposal = await testApp.say(`${TINY} seeds:${augmented.length}`);
  const id = /confirm:(\d+)/.exec(proposal.text())?.[1];
  sql(`UPDATE trials SET test_accuracy = 0.8, test_loss = 1, predictions = x'00', finished_at = 1`);
  for (const [i, accuracy] of augmented.entries())
    sql(`UPDATE trials SET test_accuracy = ${accuracy}, predictions = x'01' WHERE id IN (
      SELECT trial FROM experiment_trials WHERE experiment = ${id} AND arm = 'augmented' AND seed = ${i + 1})`);
  sql(`INSERT INTO epochs SELECT id, 1, 1, 1, 0.5, 1, 0.5 FROM trials`);
  return testApp.say(`experiment.run.confirm:${id}`);
}

const SIX = [0.84, 0.85, 0.84, 0.85, 0.84, 0.85]; // 84.5 % on average, better in 6 of 6

const predict = (name: string, options: string, by = testApp) =>
  by.say(`/experiment predict ${options}`, { name });
const predictAll = async (...all: string[]) => {
  for (const [i, options] of all.entries()) await predict(`student-${i}`, options);
};

describe('a round', () => {
  it('asks, counts, and shows nothing of what was said or of what was trained before', async () => {
    const said = await startTrained(SIX);
    expect(said.text()).toContain('0 people have predicted');
    expect(plainText(said.message.cards[0] as never)).toContain('Training starts in about 90 s');
    expect(said.text()).toContain('[Start training] experiment.predict.begin:1');
    expect(said.card().blocks.filter(({ type }) => type === 'input')).toMatchObject([
      { id: 'experiment.predict.submit:1', fields: [{ name: 'arm' }, { name: 'low' }, { name: 'high' }] },
    ]);
    await predict('lee', 'arm:augmented low:81.5 high:86.5');
    await predict('ann', 'arm:neither low:70 high:75');
    const edits = said.message.cards.length;
    clock.advance(2500);
    await until(() => said.message.cards.length > edits && said.text().includes('2 people have predicted'));
    for (const secret of ['81', '86', 'lee', 'ann', '84.5', '80.00', 'augmentation helped', 'Test accuracy'])
      expect(said.text(), secret).not.toContain(secret);
    expect((await testApp.say('/experiment list')).text()).not.toContain('helped');
    for (const ask of ['/experiment export 1', 'experiment.run.numbers:1'])
      expect((await testApp.say(ask)).text()).toContain('still predicting');
  });

  it('takes a prediction privately, with a receipt, and lets it be changed', async () => {
    await startTrained(SIX);
    const first = await predict('lee', 'arm:augmented low:81.5 high:86.5');
    expect(first.message.private).toBe(true);
    expect(first.text()).toContain(
      'Your prediction for experiment 1 counts: augmented wins, accuracy 81.5% – 86.5%.',
    );
    const second = await predict('lee', '1 arm:reduced low:0.7 high:75%');
    expect(second.text()).toContain('is changed: reduced wins, accuracy 70% – 75%.');
    const mine = await testApp.say('experiment.predict.mine:1', { name: 'lee' });
    expect(mine.message.private).toBe(true);
    expect(mine.text()).toContain('This counts.');
    expect(mine.text()).toContain('You said: reduced wins\nYour interval: 70% – 75%');
    expect(sql('SELECT count(*) FROM predictions')).toEqual([1]);
    expect((await testApp.say('experiment.predict.mine:1', { name: 'ann' })).text()).toContain(
      'You have not made a prediction',
    );
  });

  it.each([
    ['low:80 high:85', 'arm is missing'],
    ['arm:augmented low:80', 'high is missing'],
    ['arm:flip low:80 high:85', 'Choose one of: augmented, reduced, neither'],
    ['arm:augmented low:80 high:101', 'from 0 to 100'],
    ['arm:augmented low:80 high:much', 'Write a number from 0 to 100'],
    ['arm:augmented low:85 high:80', '85 is more than 80'],
    ['77 arm:augmented low:80 high:85', 'no experiment 77'],
  ])('says what is wrong with %s, and counts nothing', async (options, sentence) => {
    await startTrained(SIX);
    const said = await predict('lee', options);
    expect([said.outcome.kind, said.message.private]).toEqual(['mistake', true]);
    expect(said.text()).toContain(sentence);
    expect(sql('SELECT count(*) FROM predictions')).toEqual([0]);
  });

  it('is for experiments that ask', async () => {
    const said = await testApp.say(LONG.replace(' predict:true', ''));
    expect((await predict('lee', 'arm:augmented low:80 high:85')).text()).toContain(
      'Experiment 1 does not ask for predictions',
    );
    // The newest one that asks is meant, not the newest one.
    await testApp.say(LONG, { channel: 'other' });
    await testApp.say(LONG.replace('shift', 'zoom').replace(' predict:true', ''), { channel: 'other' });
    const meant = await testApp.say('/experiment predict arm:augmented low:80 high:85', { channel: 'other' });
    expect(meant.text()).toContain('for experiment 2 counts');
    expect(said.text()).not.toContain('predicted');
  });

  it('is ended by its asker or a teacher, by nobody else, and once', async () => {
    const said = await startTrained(SIX);
    const refused = await testApp.say('experiment.predict.begin:1', { name: 'lee' });
    expect(refused.text()).toContain('belongs to kim');
    expect(said.text()).toContain('[Start training]');
    const begun = await testApp.say('experiment.predict.begin:1', teacher);
    expect(begun.message.private).toBe(true);
    expect(begun.text()).toContain('The training of experiment 1 starts.');
    await testApp.app.jobs.settled(jobOf(said));
    expect(said.text()).toContain('augmentation helped: 80.0% → 84.5%, better in 6 of 6 pairs');
    expect((await testApp.say('experiment.predict.begin:1', teacher)).text()).toContain(
      'has already started',
    );
  });

  it('ends by itself after 90 seconds', async () => {
    const said = await startTrained(SIX);
    clock.advance(89_000);
    await settle();
    expect((await predict('lee', 'arm:augmented low:80 high:85')).outcome.kind).toBe('answered');
    clock.advance(2000);
    await testApp.app.jobs.settled(jobOf(said));
    expect(said.text()).toContain('augmentation helped');
    expect(said.text()).toContain('1 person predicted; it takes 5');
  });

  it('closes when training begins where the first networks are there from before', async () => {
    await startTrained(SIX);
    // One trial is still untrained, so the experiment continues.
    sql(`UPDATE trials SET finished_at = NULL, test_accuracy = NULL WHERE id = (
      SELECT trial FROM experiment_trials WHERE position = 13)`);
    await predict('lee', 'arm:augmented low:80 high:85');
    await testApp.say('experiment.predict.begin:1', teacher);
    const late = await predict('ann', '1 arm:augmented low:84 high:85');
    expect(late.outcome.kind).toBe('mistake');
    expect(late.text()).toContain('predictions are closed');
    expect(sql('SELECT count(*) FROM predictions')).toEqual([1]);
  });

  it('is asked again of what its asker has done before, and found again while it is open', async () => {
    const said = await startTrained(SIX);
    const again = await testApp.say(`${TINY} seeds:6`);
    expect(again.text()).toContain('This experiment has already been started');
    await testApp.say('experiment.predict.begin:1', teacher);
    await testApp.app.jobs.settled(jobOf(said));
    const third = await testApp.say(`${TINY} seeds:6`);
    expect(third.text()).toContain('Experiment 2');
    expect(third.text()).toContain('0 people have predicted');
  });
});

describe('while networks are trained', () => {
  it('predictions are taken until the first epoch, and refused from then on', async () => {
    const said = await testApp.say(LONG);
    await predict('lee', 'arm:augmented low:60 high:80');
    await testApp.say('experiment.predict.begin:1');
    expect((await predict('ann', 'arm:reduced low:60 high:80')).outcome.kind).toBe('answered');
    expect((await testApp.say('/experiment show 1')).card().blocks.some(({ type }) => type === 'input')).toBe(
      true,
    );
    await until(() => sql('SELECT count(*) FROM epochs')[0] !== 0);
    for (const name of ['lee', 'eva']) {
      const late = await predict(name, '1 arm:reduced low:60 high:80');
      expect(late.outcome.kind).toBe('mistake');
      expect(late.text()).toContain('The first epoch of experiment 1 is trained');
    }
    const now = await testApp.say('/experiment show 1');
    expect(now.text()).toContain('2 people have predicted. At the end, this card shows how well.');
    expect(now.card().blocks.some(({ type }) => type === 'input')).toBe(false);
    expect((await testApp.say('experiment.predict.mine:1', { name: 'lee' })).text()).toContain(
      'augmented wins\nYour interval: 60% – 80%',
    );
    await testApp.say('/experiment cancel 1');
    await testApp.app.jobs.settled(jobOf(said));
    expect(said.text()).toContain('2 people predicted. Nothing is scored.');
    expect((await predict('eva', '1 arm:reduced low:60 high:80')).text()).toContain('Experiment 1 is over');
    expect((await testApp.say('experiment.predict.mine:1', { name: 'lee' })).text()).toContain(
      'Nothing is scored, because the experiment has no result.',
    );
  });

  it('the card of a small experiment is its score, in one message from beginning to end', async () => {
    const said = await testApp.say(`${TINY} seeds:1`);
    await predict('lee', 'arm:augmented low:0 high:100');
    await testApp.say('experiment.predict.begin:1');
    await testApp.app.jobs.settled(jobOf(said));
    expect(plainText(said.message.cards[0] as never)).toContain('With fewer than 6 seeds, nobody can tell');
    expect(said.text()).toMatch(/1 person predicted; .* Augmented reached \d\d(\.\d+)?%\./);
    expect(testApp.channel.messages.filter((message) => !message.private)).toHaveLength(1);
  });
});

describe('a restart', () => {
  const timeOf = (text: string) => Number(/Training starts in about (\d+) s/.exec(text)?.[1]);
  const leftIn = (where: string) => Number(sql('SELECT left_ms FROM prediction_rounds', where)[0]);

  it('goes on with the time that was left and with what was said', async () => {
    await testApp.say(LONG);
    await predict('lee', 'arm:augmented low:60 high:80');
    clock.advance(30_000);
    await until(() => leftIn(folder) < 61_000);
    await testApp.stop();
    const kept = leftIn(folder);
    expect(kept).toBeGreaterThan(55_000);
    clock.advance(3_600_000);
    open = [];
    testApp = await start(folder);
    expect(testApp.app.jobs.resume()).toBe(1);
    const shown = await testApp.say('/experiment show 1');
    expect(timeOf(shown.text())).toBeGreaterThan(50);
    expect(timeOf(shown.text())).toBeLessThanOrEqual(60);
    expect(shown.text()).toContain('1 person has predicted');
    expect((await predict('lee', 'arm:reduced low:60 high:80')).text()).toContain('is changed');
    clock.advance(kept + 1000);
    await until(() => leftIn(folder) === 0);
    expect((await testApp.say('/experiment show 1')).text()).toContain('0 of 3 networks trained');
  });

  it('after a kill loses no prediction and at most a second', async () => {
    await testApp.say(LONG);
    await predict('lee', 'arm:augmented low:60 high:80');
    clock.advance(30_000);
    await until(() => leftIn(folder) < 61_000);
    // The state after a kill: the current files, and a lock that nobody holds.
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    const killed = leftIn(copy);
    const second = await start(copy);
    expect(second.app.jobs.resume()).toBe(1);
    await settle();
    expect(leftIn(copy)).toBeLessThanOrEqual(killed);
    expect(timeOf((await second.say('/experiment show 1')).text())).toBeGreaterThan(50);
    expect((await predict('ann', 'arm:augmented low:60 high:80', second)).text()).toContain(
      'Your prediction for experiment 1 counts',
    );
    expect((await predict('lee', 'arm:augmented low:60 high:80', second)).text()).toContain('is changed');
    expect(sql('SELECT count(*) FROM predictions', copy)).toEqual([2]);
    await second.stop();
    open = open.filter((one) => one !== second);
    rmSync(copy, { recursive: true });
  });
});

describe('the score', () => {
  const CLASS = [
    'arm:augmented low:84 high:86', // 2
    'arm:augmented low:80 high:85', // 5
    'arm:augmented low:70 high:90', // 20
    'arm:reduced low:75 high:80', // 5 + 45
    'arm:neither low:80 high:84', // 4 + 5
  ];

  async function end(all: readonly string[], augmented = SIX): Promise<Said> {
    const said = await startTrained(augmented);
    await predictAll(...all);
    await testApp.say('experiment.predict.begin:1', teacher);
    await testApp.app.jobs.settled(jobOf(said));
    return said;
  }

  it('stands in the card of the result', async () => {
    const said = await end(CLASS);
    expect(said.text()).toContain(
      '3 of 5 intervals contain 84.5%; 4 of 5 should.\nThe median interval was 5.0 points wide. 3 of 5 people said that augmented wins, and it did.',
    );
    expect(said.text()).toContain('[My prediction] experiment.predict.mine:1');
    expect(said.text()).not.toContain('Let’s see');
    expect(said.text()).not.toContain("Let's see");
    expect((await testApp.say('/experiment show 1')).text()).toContain('3 of 5 intervals contain');
  });

  it('is told to each alone: whether the interval held it, the score and the rank', async () => {
    await end(CLASS);
    const mine = async (i: number) =>
      (await testApp.say('experiment.predict.mine:1', { name: `student-${i}` })).text();
    expect(await mine(0)).toContain('Augmented reached: 84.5%, inside your interval\nScore: 2\nRank: 1 of 5');
    expect(await mine(3)).toContain('outside your interval by 4.5 points\nScore: 50\nRank: 5 of 5');
    expect(await mine(4)).toContain('Score: 9\nRank: 3 of 5');
  });

  it('of fewer than five is not broken down, not even by a rank', async () => {
    const said = await end(CLASS.slice(0, 4));
    expect(said.text()).toContain(
      '4 people predicted; it takes 5 to show how well all of them did. Augmented reached 84.5%.',
    );
    expect(said.text()).not.toMatch(/of 4|median|said that/);
    const mine = (await testApp.say('experiment.predict.mine:1', { name: 'student-0' })).text();
    expect(mine).toContain('Score: 2');
    expect(mine).not.toContain('Rank');
  });

  it('says nothing of arms where there are too few seeds', async () => {
    const said = await end(CLASS, [0.84, 0.85]);
    expect(said.text()).toContain('The median interval was 5.0 points wide.');
    expect(said.text()).not.toContain('said that');
  });

  it('lets a teacher try what most have got wrong, with twice the seeds', async () => {
    const said = await end(CLASS, [0.79, 0.79, 0.79, 0.79, 0.79, 0.79]);
    expect(said.text()).toContain('1 of 5 people said that reduced wins, and it did.');
    expect(said.text()).toContain(
      "[3 of 5 said: augmented wins. Let's see with 12 seeds] experiment.run.see:1",
    );
    expect((await testApp.say('experiment.run.see:1')).text()).toContain('Only a teacher may try this');
    const more = await testApp.say('experiment.run.see:1', teacher);
    expect(more.message.private).toBe(false);
    expect(more.text()).toMatch(/Experiment 2.*\n.*Start it\?/);
  });

  it.each([
    [
      'ko',
      '구간 5개 중 3개가 실제 정확도 84.5%를 포함했습니다',
      '5명 중 3명이 일부+증강이 더 좋을 것이라고 예측했고',
      '순위: 5명 중 1위',
    ],
    [
      'de',
      '84,5 % lag in 3 von 5 Intervallen',
      'Richtig vorhergesagt („augmentiert“ gewinnt): 3 von 5',
      'Platz: 1 von 5',
    ],
  ])('is said in %s', async (locale, held, arm, rank) => {
    await end(CLASS);
    const shown = (await testApp.say('/experiment show 1', { locale })).text().replaceAll('\u00a0', ' ');
    expect(shown).toContain(held);
    expect(shown).toContain(arm);
    const mine = await testApp.say('experiment.predict.mine:1', { locale, name: 'student-0' });
    expect(mine.text()).toContain(rank);
  });
});
