/**
 * An experiment that was planned for another version fails with a card that says so, without a fault in the log, and is
 * trained when it is asked again.
 */
import { type Level, pino } from 'pino';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { useTestApp } from '../use-test-app.ts';

const logged: { readonly level: number; readonly msg: string }[] = [];
const log = pino({ level: 'info' }, { write: (line) => void logged.push(JSON.parse(line)) });
const at = (level: Level) => pino.levels.values[level];
const env = { AUGIE_CONFIRM_MINUTES: '0', AUGIE_BACKEND: 'wasm', AUGIE_TRAINERS: '1' };
const here = useTestApp(env, log);

it('names what differs, stores nothing, logs no fault, and can be asked again', async () => {
  const question = '/experiment run fraction:0.1 batch:32 epochs:1 seeds:1';
  const confirm = (text: string) => here.finish(/experiment\.run\.confirm:\d+/.exec(text)![0]);
  const proposed = await here.say(question);
  // As if Augie were brought up to date between the question and its yes.
  const db = openSqlite(`${here.folder}/augie.db`);
  db.exec(`PRAGMA foreign_keys = OFF;
    UPDATE trials SET id = 'old ' || id, spec = json_set(spec, '$.backendVersion', '4.21.0');
    UPDATE experiment_trials SET trial = 'old ' || trial`);
  const refused = await confirm(proposed.text());
  expect(refused.text()).toMatch(
    /planned for TensorFlow.js 4\.21\.0 \(wasm\), numerics \d+, but.* 4\.22\.0 \(wasm\)/,
  );
  expect(refused.text()).toMatch(/Run the same experiment again/);
  expect(refused.text().match(/No pair is finished yet/g)).toHaveLength(1);
  const rows = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(['epochs', 'networks'].map(rows)).toEqual([0, 0]);
  db.close();
  const job = expect.any(Number);
  expect(logged).toMatchObject([
    {
      level: at('info'),
      msg: 'a job failed',
      job,
      err: { type: 'TrialRefused', key: 'training.otherProgram' },
    },
    { level: at('info'), msg: 'a job ended', job, state: 'failed' },
  ]);

  const again = await confirm((await here.say(question)).text());
  expect(again.text()).toMatch(/Final test accuracy/);
  expect(again.text()).not.toMatch(/planned for/);
});
