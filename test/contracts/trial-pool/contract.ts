/**
 * What every TrialPool must do, wherever it trains: each epoch once and in order, the same numbers through kills, cancels and
 * checkpoints, scores of finished networks, and no trial whose numbers would not be those of its id.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parsePolicy } from '../../../src/augment/policy.ts';
import { locales, translate } from '../../../src/i18n/i18n.ts';
import { openBackend } from '../../../src/training/backend.ts';
import { scoreNetwork } from '../../../src/training/trainer.ts';
import {
  CLEAN_TEST,
  type EpochResult,
  modelNames,
  type Test,
  type Trial,
  TrialCrashed,
  type TrialPool,
  TrialRefused,
} from '../../../src/training/trial.ts';
import { small } from '../../datasets/catalogs.ts';
import { EPOCHS, record, recordIn, trialOf } from '../../training/trials.ts';
import '../../training/compare-bytes.ts';

export interface OpenPool {
  readonly pool: TrialPool;
  /** The ids of the processes that live and can train. */
  living(): readonly number[];
  /** Kills the process that got work last; after that, the next one that gets some. Resolves with its id when it is gone. */
  killOne(): Promise<number>;
}

export interface TrialPoolStage {
  /** With the small dataset and this many trials at a time. */
  open(size: number): OpenPool;
}

const MOVED: Test = { part: 'test', policy: parsePolicy('shift(0.1)'), seed: 7 };
const live = () => new AbortController().signal;

export function trialPoolContract({ open }: TrialPoolStage): void {
  describe('two at a time', () => {
    const { pool, living, killOne } = open(2);
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
      expect(living()).toHaveLength(2);
    });

    test('one is killed: its trial is resumed with the same numbers, each epoch told once; the other lives on', async () => {
      const before = living();
      let killing: Promise<number> | undefined;
      const kill = ({ epoch }: EpochResult) => {
        if (epoch === 2) killing ??= killOne();
      };
      const both = await Promise.all([
        recordIn(pool, trialOf({ seed: 1 })),
        recordIn(pool, trialOf({ seed: 2 }), kill),
      ]);
      const killed = await killing!;
      expect(both).toEqual(here.slice(0, 2));
      expect(living().filter((id) => before.includes(id))).toEqual(before.filter((id) => id !== killed));
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

      test.each(modelNames)(
        'as training ended with, from weights and from a checkpoint: %s',
        async (model) => {
          const trial = trialOf({ model, epochs: 2 });
          const { result } = await recordIn(pool, trial);
          const { testAccuracy: accuracy, testLoss: loss, predictions } = result;
          for (const network of [result.weights, result.checkpoint.bytes])
            expect(await pool.score(trial, network, [CLEAN_TEST], live())).toEqual([
              { accuracy, loss, predictions },
            ]);
        },
      );

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
        const controller = new AbortController();
        const cancelled = expect(
          pool.score(trialOf(), trained().weights, many, controller.signal),
        ).rejects.toThrow('changed my mind');
        controller.abort(new Error('changed my mind'));
        await cancelled;
        const scoring = pool.score(trialOf(), trained().weights, many, live());
        const killed = await killOne();
        expect((await scoring).map(({ accuracy }) => accuracy)).toHaveLength(60);
        expect(living()).not.toContain(killed);
      });
    });
  });

  describe('that was asked to get ready', () => {
    const { pool, living } = open(2);
    afterAll(() => pool.stop());
    const shorter = trialOf({ epochs: 5 });

    test('has started before there is a trial, trains the same, also what was asked meanwhile, and gets ready again', async () => {
      const other = open(1);
      const cold = await recordIn(other.pool, shorter);
      await other.pool.stop();
      const ready = pool.warm(small.default);
      expect(await recordIn(pool, shorter)).toEqual(cold);
      await ready;
      expect(living()).toHaveLength(2);
      await pool.warm(small.default);
      expect(await Promise.all([recordIn(pool, shorter), recordIn(pool, shorter)])).toEqual([cold, cold]);
      expect(living()).toHaveLength(2);
    });

    test('rejects nothing for a dataset that nobody has: the trial is told', async () => {
      await pool.warm('mnist');
      await expect(recordIn(pool, { ...shorter, dataset: 'mnist' })).rejects.toThrow('data.unknown');
      expect((await recordIn(pool, shorter)).epochs).toHaveLength(5);
    });

    test('ends with the pool, which gets ready no more', async () => {
      const stopped = open(2);
      const ready = stopped.pool.warm(small.default);
      await stopped.pool.stop();
      await ready;
      expect(stopped.living()).toEqual([]);
      await stopped.pool.warm(small.default);
      expect(stopped.living()).toEqual([]);
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
    // It continues with other work.
    expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
    await pool.stop();
  });

  test('says what it does not understand, as a fault and not as a crash, and goes on', async () => {
    const { pool, living } = open(1);
    await recordIn(pool, trialOf({ epochs: 1 }));
    const before = living();
    // Another version may know other policies and other models.
    const policy = [{ op: 'unheard-of', parameters: {}, probability: 1 }];
    const failed = await recordIn(pool, { ...trialOf(), policy }).catch((error) => error);
    expect(failed).not.toBeInstanceOf(TrialCrashed);
    expect(failed.message).toContain('policy');
    expect((await recordIn(pool, trialOf({ epochs: 1 }))).epochs).toHaveLength(1);
    expect(living()).toEqual(before);
    await pool.stop();
  });

  describe('one at a time', () => {
    const { pool, living, killOne } = open(1);
    afterAll(() => pool.stop());

    test('dies twice under a trial: TrialCrashed, and the next trial is served', async () => {
      const doomed = expect(recordIn(pool, trialOf({ epochs: 100_000 }))).rejects.toThrow(TrialCrashed);
      const next = recordIn(pool, trialOf());
      for (const _ of [1, 2]) await killOne();
      await doomed;
      expect((await next).epochs).toHaveLength(EPOCHS);
    });

    test('dies twice while it scores: TrialCrashed, and the next trial is served', async () => {
      const { weights } = await pool.run(trialOf({ epochs: 1 }), undefined, () => {}, live());
      const many = Array.from({ length: 60 }, (_, seed): Test => ({ ...MOVED, seed }));
      const doomed = expect(pool.score(trialOf(), weights, many, live())).rejects.toThrow(TrialCrashed);
      const next = recordIn(pool, trialOf());
      for (const _ of [1, 2]) await killOne();
      await doomed;
      expect((await next).epochs).toHaveLength(EPOCHS);
    });

    test('is cancelled, and the next trial is served', async () => {
      const controller = new AbortController();
      const reason = new Error('cancelled');
      const running = expect(
        recordIn(pool, trialOf({ epochs: 100_000 }), () => controller.abort(reason), controller.signal),
      ).rejects.toBe(reason);
      const waiting = recordIn(pool, trialOf());
      await running;
      expect((await waiting).epochs).toHaveLength(EPOCHS);
    });

    test('is left alone when a waiting trial is cancelled, or one that never began', async () => {
      const controller = new AbortController();
      const running = recordIn(pool, trialOf());
      const waiting = recordIn(pool, trialOf({ seed: 2 }), undefined, controller.signal);
      const before = living();
      controller.abort(new Error('changed my mind'));
      await expect(waiting).rejects.toThrow('changed my mind');
      await expect(recordIn(pool, trialOf(), undefined, controller.signal)).rejects.toThrow(
        'changed my mind',
      );
      expect((await running).epochs).toHaveLength(EPOCHS);
      expect(living()).toEqual(before);
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
      await expect(recordIn(pool, trialOf())).rejects.toThrow('stopped');
    });
  });
}
