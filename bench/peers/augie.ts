/**
 * The experiment as Augie runs it, by the built program's pool, as experiment.py in this folder does it in Keras and
 * in PyTorch: reads a Question, prints an Answer as JSON.
 */
import { availableParallelism } from 'node:os';
import { env, resourceUsage, stdin, stdout } from 'node:process';
import { json } from 'node:stream/consumers';
import { builtPool, inFolder } from '../bin.ts';
import { readFigures, watched } from '../monitor.ts';
import type { Answer, Question } from '../peers.ts';
import { runAll } from '../scaling.ts';
import { trialOf } from '../trial.ts';

const begun = performance.now();
const question = (await json(stdin)) as Question;
const answer = await inFolder(async (folder): Promise<Answer> => {
  Object.assign(env, watched(folder));
  const pool = await builtPool(availableParallelism());
  // One picture of each label, to start every child.
  await runAll(
    pool,
    Array.from({ length: pool.size }, () => trialOf({ fraction: 1e-9 })),
  );
  const ready = performance.now();
  const { model, epochs, batch, policy } = question;
  const trials = question.trials.map(({ fraction, seed, augmented }) =>
    trialOf({ model, epochs, batch, fraction, seed, ...(augmented && { policy }) }),
  );
  const results = await runAll(pool, trials);
  const training = (performance.now() - ready) / 1000;
  await pool.stop();
  const own = resourceUsage();
  const children = readFigures(folder);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  return {
    starting: (ready - begun) / 1000,
    training,
    core: (own.userCPUTime + own.systemCPUTime) / 1e6 + sum(children.map(({ core }) => core)),
    memory: own.maxRSS / 1024 + sum(children.map(({ peak }) => peak)),
    accuracies: results.map(({ lastAccuracy }) => lastAccuracy),
  };
});
stdout.write(JSON.stringify(answer));
