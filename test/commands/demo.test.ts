/** /experiment demo as a class uses it: a whole Augie with small demonstrations, whose networks it trains. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demonstrationNames } from '../../src/experiments/demonstration-names.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { prepare, rootWith } from '../experiments/demonstrations.ts';
import { deleteFolder, newFolder, openTestApp, plainText, type TestApp } from '../test-app.ts';

const made = await prepare();
let folder: string;
let testApp: TestApp;
beforeAll(async () => {
  folder = newFolder();
  rootWith(folder, made);
  testApp = await openTestApp(join(folder, 'var'), { AUGIE_BACKEND: 'wasm' }, folder);
});
afterAll(async () => {
  await testApp.stop();
  deleteFolder(folder);
});

function sql<T>(query: string): T[] {
  const db = openSqlite(join(folder, 'var', 'augie.db'), { readonly: true });
  const hash = (bytes: unknown) =>
    createHash('sha256')
      .update(bytes as Buffer)
      .digest('hex');
  db.function('hash', { deterministic: true }, hash);
  const rows = db.prepare(query).raw().all() as T[];
  db.close();
  return rows;
}

/** Everything that was measured of the trials, by their ids. */
const trials = () =>
  sql(`SELECT id, spec, epochs, hash(checkpoint), test_loss, hash(predictions), finished_at,
    (SELECT count(*) FROM epochs WHERE trial = id), (SELECT count(*) FROM networks WHERE trial = id) FROM trials ORDER BY id`);
const text = (card: unknown) => plainText(card as never);

describe('a demonstration', () => {
  it('is trained, says that it was prepared, and that it is the same to the last bit', async () => {
    const said = await testApp.finish('/experiment demo late');
    expect(text(said.message.cards[0])).toContain('0 of 8 networks trained');
    const shown = said.text();
    expect(said.card().title).toContain('Experiment 1: demonstration, 10% of');
    expect(shown).toContain(translate('en')('demonstration.look.late'));
    expect(shown).toMatch(/After 1 epoch so far: .+\nAfter 5 epochs so far: .+/);
    expect(shown).toContain('All 8 networks trained here equal the prepared ones');
    expect(shown).toContain('This demonstration is prepared');
    expect(shown).not.toContain('reused');
    expect(said.card().blocks.at(-1)).toMatchObject({
      choices: [{ id: 'experiment.demo.prepared:1' }, { id: 'experiment.run.numbers:1' }],
    });
  });

  it('is no question of the class, whose own questions use its networks', async () => {
    expect(sql('SELECT * FROM questions')).toEqual([]);
    const asked =
      '/experiment run fraction:0.1 batch:40 epochs:5 seeds:2 full:0 test:none policy:shift(0.1)@0.5';
    const own = await testApp.finish(asked);
    expect(text(own.message.cards[0])).toContain('4 of 4 networks trained');
    expect(own.text()).toContain('4 networks were trained before and are reused.');
    expect(sql('SELECT * FROM questions')).toHaveLength(1);
  });

  it('is trained again where its networks are stored, and leaves those as they were', async () => {
    const before = trials();
    expect(before).toHaveLength(8);
    const again = await testApp.finish('/experiment demo gain');
    expect(text(again.message.cards[0])).toContain('0 of 4 networks trained');
    expect(again.text()).toContain('All 4 networks trained here equal the prepared ones');
    expect(trials()).toEqual(before);
  });

  it('stays apart from stored networks that have other numbers', async () => {
    const before = trials();
    const db = openSqlite(join(folder, 'var', 'augie.db'));
    db.exec('UPDATE epochs SET val_loss = val_loss + 1e-12 WHERE epoch = 5');
    db.close();
    const apart = await testApp.finish('/experiment demo gain');
    expect(trials()).toHaveLength(before.length + 4);
    expect(apart.text()).toContain('All 4 networks trained here equal the prepared ones');
    expect((await testApp.say('/experiment show 1')).text()).toContain(
      '4 of 8 networks equal the prepared ones to the last bit; the others differ by up to 0.0 points',
    );
    await testApp.say(`/experiment delete ${/Experiment (\d+)/.exec(apart.card().title)?.[1]}`);
    expect(trials()).toHaveLength(before.length);
  });
});

describe('the prepared result', () => {
  it('is there at once, with its charts, and marked as such', async () => {
    const said = await testApp.say('experiment.demo.prepared:1');
    expect(said.card().title).toMatch(/^Prepared result: demonstration, 10% of/);
    expect(said.text()).toContain(
      'This result came with Augie and was not trained here. It was made on linux x64',
    );
    expect(said.text()).toMatch(/After 1 epoch so far: .+\nAfter 5 epochs so far: .+/);
    expect(said.card().blocks.filter(({ type }) => type === 'picture')).toHaveLength(3);
    expect(said.message.private).toBe(false);
  });

  it('is of demonstrations alone', async () => {
    const said = await testApp.say('experiment.demo.prepared:2');
    expect(said.outcome.kind).toBe('mistake');
    expect(said.text()).toContain('Experiment 2 has no prepared result');
  });

  it('is kept from people who predict, and is shown on the card when predictions close', async () => {
    const teacher = { name: 'ms-park', teacher: true };
    const said = await testApp.say('/experiment demo harm predict:true', teacher);
    const id = /Experiment (\d+)/.exec(said.card().title)?.[1];
    for (const secret of [translate('en')('demonstration.look.harm'), 'experiment.demo.prepared', 'harm'])
      expect(said.text()).not.toContain(secret);
    const early = await testApp.say(`experiment.demo.prepared:${id}`);
    expect(early.outcome.kind).toBe('mistake');
    expect(early.text()).toContain('still predicting');
    // As if time were up and the first epoch trained.
    const db = openSqlite(join(folder, 'var', 'augie.db'));
    db.exec(`UPDATE prediction_rounds SET left_ms = 0;
      INSERT INTO epochs SELECT trial, 1, 2, 1, 0.5, 1, 0.5 FROM experiment_trials
      WHERE experiment = ${id} AND position = 0`);
    db.close();
    const closed = (await testApp.say(`/experiment show ${id}`)).text();
    expect(closed).toContain(translate('en')('demonstration.look.harm'));
    expect(closed).toContain('This result came with Augie and was not trained here');
    expect(closed).toMatch(/of 4 networks trained/);
    await testApp.say(`/experiment cancel ${id}`, teacher);
    if (said.outcome.kind === 'answered') await testApp.app.jobs.settled(said.outcome.job as number);
    expect(said.text()).toContain('Next time, the demonstration is trained from the start.');
    expect(said.text()).not.toContain('This result came with Augie');
    expect(said.text()).toContain('experiment.demo.prepared:');
  });
});

it('goes on as a question of the class where people ask for more', async () => {
  const more = await testApp.finish('experiment.run.longer:1');
  expect(more.card().title).not.toContain('demonstration');
  expect(sql('SELECT * FROM questions')).toHaveLength(2);
});

it('needs its dataset, which is not always here', async () => {
  const other = await openTestApp(join(folder, 'other'));
  const said = await other.say('/experiment demo moved');
  await other.stop();
  expect(said.outcome.kind).toBe('mistake');
  expect(said.text()).toContain('The demonstrations need the dataset Fashion-MNIST');
});

it.each(locales)('says in three sentences what to look at in %s', (locale) => {
  for (const name of demonstrationNames) {
    const look = translate(locale)(`demonstration.look.${name}`);
    expect(look.match(/[.!?](?= |$)/g), look).toHaveLength(3);
  }
});
