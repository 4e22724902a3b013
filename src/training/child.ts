/**
 * The training process: forked by the pool as `child.ts <backend> <dataset source>`, trains or scores one trial after the
 * other, keeps TensorFlow and the datasets between them, and ends when its parent does. It can load them
 * before the first trial.
 */
import process, { argv } from 'node:process';
import { createCatalog, type DatasetSource } from '../datasets/catalog.ts';
import { once } from '../datasets/once.ts';
import { UserError } from '../i18n/user-error.ts';
import { openBackend } from './backend.ts';
import { type FromChild, type ToChild, toChild } from './messages.ts';
import { fitTrial, scoreNetwork } from './trainer.ts';
import { type BackendName, checkTrial, TrialRefused } from './trial.ts';

const [, , backendName, source = ''] = argv;
const catalog = createCatalog(JSON.parse(source) as DatasetSource);
// A trial may arrive while they load.
const open = once((name: BackendName) => openBackend(name));
const load = once(async (name: string) => (await catalog).load(name));
const get = (dataset: string) => Promise.all([open(backendName as BackendName), load(dataset)]);

async function work(request: ToChild): Promise<FromChild> {
  if (request.type === 'warm') {
    // The next trial tries again, and reports the error.
    const problem = await get(request.dataset).then(() => undefined, String);
    return { type: 'warmed', problem };
  }
  const { trial } = request;
  const [backend, dataset] = await get(trial.dataset);
  checkTrial(trial, dataset.info, backend);
  if (request.type === 'score') {
    const { network, tests } = request;
    return { type: 'scores', scores: await scoreNetwork(backend, dataset, trial, network, tests) };
  }
  const result = await fitTrial(backend, dataset, trial, {
    from: request.from,
    onEpoch: (epoch, checkpoint, cpuMs) => send({ type: 'epoch', epoch, checkpoint, cpuMs }),
  });
  return { type: 'result', result };
}

const send = (message: FromChild) => process.send?.(message);

function describe(error: unknown): FromChild {
  if (error instanceof UserError) {
    const type = error instanceof TrialRefused ? 'refused' : 'userError';
    return { type, key: error.key, params: error.params };
  }
  return { type: 'fault', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

// Ctrl-C on a terminal reaches the whole group; the parent decides whether to continue.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  // An unknown message is reported as our bug, too: if this process ended, the pool would think that it was killed.
  const { data, error } = toChild.safeParse(message);
  void (data ? work(data) : Promise.reject(error)).catch(describe).then(send);
});
