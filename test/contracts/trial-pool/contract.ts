/**
 * What every TrialPool must do, whoever trains: each epoch once and in order, the same numbers through kills, cancels and
 * checkpoints, scores of finished networks, and no trial whose numbers would not be those of its id.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../src/augment/policy.ts';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { openBackend, resolveBackend } from '../../../src/training/backend.ts';
import { scoreNetwork } from '../../../src/training/trainer.ts';
import {
  CLEAN_TEST,
  type EpochResult,
  type Test,
  type Trial,
  TrialCrashed,
  type TrialPool,
  TrialRefused,
} from '../../../src/training/trial.ts';
import { small } from '../../datasets/catalogs.ts';
import { record, recordIn, type TrialChange, trialOn } from '../../training/trials.ts';
import '../../training/compare-bytes.ts';

export interface OpenPool {
  readonly pool: TrialPool;
  /** The ids of the processes that train, in the order in which they were started. */
  readonly pids: readonly number[];
}

export interface TrialPoolStage {
  /** With the small dataset; so many trials at a time. */
  open(size: number): OpenPool;
}

const info = small.info('fashion-mnist');
const backend = resolveBackend('wasm');
/** Enough for a process to be killed in the middle. */
const EPOCHS = 40;
const trialOf = (change: TrialChange = {}) =>
  trialOn({ info }, backend, {
    fraction: 0.1,
    policy: 'flip + rotate(0.04)@0.5',
    batch: 32,
    epochs: EPOCHS,
    ...change,
  });

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const MOVED: Test = { part: 'test', policy: parsePolicy('shift(0.1)'), seed: 7 };
const live = () => new AbortController().signal;

export function trialPoolContract({ open }: TrialPoolStage): void {
  describe('two at a time', () => {
    const { pool, pids } = open(2);
    afterAll(() => pool.stop());
    const seeds = [1, 2, 3];
    const here: Awaited<ReturnType<typeof recordIn>>[] = [];
    beforeAll(async () => {
      const home = await openBackend('wasm');
      const dataset = await small.load('fashion-mnist');
      for (const seed of seeds) {
        const { epochs, result } = await record(home, dataset, trialOf({ seed }));
        here.push({ epochs, result });
      }
    });

    test('give the same numbers as this process, beside each other and one after the other', async () => {
      expect(await Promise.all(seeds.map((seed) => recordIn(pool, trialOf({ seed }))))).toEqual(here);
      expect(pids).toHaveLength(2);
    });

    test('one is killed: its trial is resumed with the same numbers, each epoch told once; the other lives on', async () => {
      let killed = false;
      const kill = ({ epoch }: EpochResult) => {
        if (epoch !== 2 || killed) return;
        killed = true;
        process.kill(pids[0]!, 'SIGKILL');
      };
      // The first trial goes to the first process.
      const both = await Promise.all([
        recordIn(pool, trialOf({ seed: 1 }), kill),
        recordIn(pool, trialOf({ seed: 2 })),
      ]);
      expect(killed).toBe(true);
      expect(both).toEqual(here.slice(0, 2));
      expect(pids).toHaveLength(3);
      expect(isAlive(pids[1]!)).toBe(true);
    });

    test('goes on from a checkpoint: the epochs after it, and the same numbers', async () => {
      const shorter = await pool.run(trialOf({ epochs: 15 }), undefined, () => {}, live());
      const epochs: EpochResult[] = [];
      const result = await pool.run(
        trialOf(),
        shorter.checkpoint,
        (epoch) => void epochs.push(epoch),
        live(),
      );
      expect({ epochs, result }).toEqual({ epochs: here[0]!.epochs.slice(15), result: here[0]!.result });
    });

    describe('scores a finished network', () => {
      const trained = () => here[0]!.result;

      test('as training ended with, from its weights and from its last checkpoint', async () => {
        const { testAccuracy: accuracy, testLoss: loss, predictions } = trained();
        for (const network of [trained().weights, trained().checkpoint.bytes])
          expect(await pool.score(trialOf(), network, [CLEAN_TEST], live())).toEqual([
            { accuracy, loss, predictions },
          ]);
      });

      test('on several tests in their order, as this process does, and the same every time', async () => {
        const other = { ...MOVED, seed: 8 };
        const tests: Test[] = [MOVED, { ...CLEAN_TEST, part: 'validation' }, other, MOVED];
        const scores = await pool.score(trialOf(), trained().weights, tests, live());
        const home = await openBackend('wasm');
        const dataset = await small.load('fashion-mnist');
        expect(scores).toEqual(await scoreNetwork(home, dataset, trialOf(), trained().weights, tests));
        expect(scores[0]).toEqual(scores[3]);
        expect(scores[0]).not.toEqual(scores[2]);
        expect(scores[1]!.accuracy).toBe(here[0]!.epochs.at(-1)!.valAccuracy);
      });

      test('when the process dies meanwhile, and not when it is cancelled', async () => {
        const many = Array.from({ length: 60 }, (_, seed): Test => ({ ...MOVED, seed }));
        const before = pids.filter(isAlive);
        const controller = new AbortController();
        const cancelled = expect(
          pool.score(trialOf(), trained().weights, many, controller.signal),
        ).rejects.toThrow('changed my mind');
        controller.abort(new Error('changed my mind'));
        await cancelled;
        const scoring = pool.score(trialOf(), trained().weights, many, live());
        for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
        expect((await scoring).map(({ accuracy }) => accuracy)).toHaveLength(60);
        expect(pids.filter(isAlive)).not.toEqual(before);
      });
    });
  });

  describe('that was asked to get ready', () => {
    const { pool, pids } = open(2);
    afterAll(() => pool.stop());
    const shorter = trialOf({ epochs: 5 });

    test('has started before there is a trial, trains the same, also what was asked meanwhile, and gets ready again', async () => {
      const other = open(1);
      const cold = await recordIn(other.pool, shorter);
      await other.pool.stop();
      const ready = pool.warm(info.name);
      expect(await recordIn(pool, shorter)).toEqual(cold);
      await ready;
      expect(pids).toHaveLength(2);
      await pool.warm(info.name);
      expect(await Promise.all([recordIn(pool, shorter), recordIn(pool, shorter)])).toEqual([cold, cold]);
      expect(pids).toHaveLength(2);
    });

    test('rejects nothing for a dataset that nobody has: the trial is told', async () => {
      await pool.warm('mnist');
      await expect(recordIn(pool, { ...shorter, dataset: 'mnist' })).rejects.toThrow('data.unknown');
      expect((await recordIn(pool, shorter)).epochs).toHaveLength(5);
    });

    test('ends with the pool, which gets ready no more', async () => {
      const stopped = open(2);
      const ready = stopped.pool.warm(info.name);
      await stopped.pool.stop();
      await ready;
      expect(stopped.pids.filter(isAlive)).toEqual([]);
      const started = stopped.pids.length;
      await stopped.pool.warm(info.name);
      expect(stopped.pids).toHaveLength(started);
    });
  });

  test.each<[string, Partial<Trial>, string]>([
    ['other data', { datasetHash: 'f'.repeat(64) }, 'ffffffffffff'],
    ['another split', { split: '70/30' }, '70/30'],
    ['another NUMERICS', { numerics: 0 }, 'numerics 0'],
    ['another version', { backendVersion: '0.0.1' }, '0.0.1'],
    ['another backend', { backend: 'cpu' }, 'cpu'],
  ])('refuses a trial for %s, and says so: nothing is trained or scored', async (_, change, planned) => {
    const { pool } = open(1);
    const { weights } = await pool.run(trialOf({ epochs: 1 }), undefined, () => {}, live());
    const trial = { ...trialOf(), ...change };
    const told: EpochResult[] = [];
    const refused = await recordIn(pool, trial, (epoch) => told.push(epoch)).catch((error) => error);
    expect(refused).toBeInstanceOf(TrialRefused);
    expect(refused.params.planned).toContain(planned);
    expect(refused.params.here).not.toContain(planned);
    for (const locale of locales) {
      const sentence = translate(locale)(refused.key, refused.params);
      for (const told of [refused.params.planned, refused.params.here]) expect(sentence).toContain(told);
    }
    expect(told).toEqual([]);
    await expect(pool.score(trial, weights, [CLEAN_TEST], live())).rejects.toThrow(TrialRefused);
    // It goes on with what it can do.
    expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
    await pool.stop();
  });

  test('says what it does not understand, as a fault and not as a crash, and goes on', async () => {
    const { pool, pids } = open(1);
    // Another version may know other policies and other models.
    const policy = [{ op: 'unheard-of', parameters: {}, probability: 1 }];
    const failed = await recordIn(pool, { ...trialOf(), policy }).catch((error) => error);
    expect(failed).not.toBeInstanceOf(TrialCrashed);
    expect(failed.message).toContain('policy');
    expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
    expect(pids).toHaveLength(1);
    await pool.stop();
  });

  describe('one at a time', () => {
    const { pool, pids } = open(1);
    afterAll(() => pool.stop());

    test('dies twice under a trial: TrialCrashed, and the next trial is served', async () => {
      const doomed = expect(recordIn(pool, trialOf({ epochs: 100_000 }))).rejects.toThrow(TrialCrashed);
      const next = recordIn(pool, trialOf());
      for (const child of [0, 1]) {
        while (pids[child] === undefined) await sleep(20);
        process.kill(pids[child]!, 'SIGKILL');
      }
      await doomed;
      expect((await next).epochs).toHaveLength(EPOCHS);
    });

    test('dies twice while it scores: TrialCrashed, and the next trial is served', async () => {
      const { weights } = await pool.run(trialOf({ epochs: 1 }), undefined, () => {}, live());
      const many = Array.from({ length: 60 }, (_, seed): Test => ({ ...MOVED, seed }));
      const first = pids.length - 1;
      const doomed = expect(pool.score(trialOf(), weights, many, live())).rejects.toThrow(TrialCrashed);
      const next = recordIn(pool, trialOf());
      for (const child of [first, first + 1]) {
        while (pids[child] === undefined) await sleep(20);
        process.kill(pids[child]!, 'SIGKILL');
      }
      await doomed;
      expect((await next).epochs).toHaveLength(EPOCHS);
    });

    test('is cancelled: its work ends, and the next trial is served', async () => {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      const pid = pids.at(-1)!;
      const running = expect(
        recordIn(pool, trialOf({ epochs: 100_000 }), () => controller.abort(reason), controller.signal),
      ).rejects.toBe(reason);
      const waiting = recordIn(pool, trialOf());
      await running;
      while (isAlive(pid)) await sleep(5);
      expect((await waiting).epochs).toHaveLength(EPOCHS);
    });

    test('is left alone when a waiting trial is cancelled, or one that never began', async () => {
      const controller = new AbortController();
      const running = recordIn(pool, trialOf());
      const waiting = recordIn(pool, trialOf({ seed: 2 }), undefined, controller.signal);
      const started = pids.length;
      controller.abort(new Error('changed my mind'));
      await expect(waiting).rejects.toThrow('changed my mind');
      await expect(recordIn(pool, trialOf(), undefined, controller.signal)).rejects.toThrow(
        'changed my mind',
      );
      expect((await running).epochs).toHaveLength(EPOCHS);
      expect(pids).toHaveLength(started);
    });

    test('is not harmed by a listener that throws', async () => {
      const broken = recordIn(pool, trialOf(), () => {
        throw new Error('disk full');
      });
      await expect(broken).rejects.toThrow('disk full');
      expect((await recordIn(pool, trialOf())).epochs).toHaveLength(EPOCHS);
    });

    test('ends with the pool, which rejects what is under way and what comes later', async () => {
      const running = expect(recordIn(pool, trialOf({ epochs: 100_000 }))).rejects.toThrow('stopped');
      const waiting = expect(recordIn(pool, trialOf())).rejects.toThrow('stopped');
      const scoring = expect(pool.score(trialOf(), Uint8Array.of(), [], live())).rejects.toThrow('stopped');
      await pool.stop();
      await Promise.all([running, waiting, scoring]);
      expect(isAlive(pids.at(-1)!)).toBe(false);
      await expect(recordIn(pool, trialOf())).rejects.toThrow('stopped');
    });
  });
}
