/** The datasets there are: every file under image/ is one, and its name is the dataset's. */
import { join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';
import { importFolder } from '../import-folder.ts';
import { combineHashes, type Dataset, type DatasetDefinition, type DatasetInfo } from './dataset.ts';
import { SPLIT, splitPool, trainingCount } from './split.ts';

const found = await importFolder<DatasetDefinition>(new URL('./image/', import.meta.url), 'load');
const definitions = new Map(found.map(({ path, value }) => [path, value]));

/** The names of all datasets, from a to z. */
export const datasetNames: readonly string[] = [...definitions.keys()];

/** What is meant where no dataset is named. */
export const DEFAULT_DATASET = 'fashion-mnist';

/** What is known of a dataset without reading its pictures. Throws UserError for an unknown name. */
export const datasetInfo = (name: string): DatasetInfo => describe(name, find(name));

/**
 * Reads a dataset from `<folder>/<its name>`: some 55 MB and half a second for Fashion-MNIST.
 * Rejects with a UserError for an unknown name and for missing, damaged or truncated files.
 */
export async function loadDataset(name: string, folder: string): Promise<Dataset> {
  const definition = find(name);
  const info = describe(name, definition);
  const { pool, test } = await definition.load(join(folder, name));
  return { info, pool, test, split: splitPool(pool.labels, info.hash) };
}

function find(name: string): DatasetDefinition {
  const definition = definitions.get(name);
  if (!definition) throw new UserError('data.unknown', { name, known: datasetNames.join(', ') });
  return definition;
}

function describe(name: string, definition: DatasetDefinition): DatasetInfo {
  const { title, labels, width, height, channels, poolPerLabel, testSize, files } = definition;
  const pool = poolPerLabel.reduce((sum, count) => sum + count, 0);
  const training = poolPerLabel.reduce((sum, count) => sum + trainingCount(count), 0);
  return {
    name,
    title,
    labels,
    width,
    height,
    channels,
    poolPerLabel,
    hash: combineHashes(files),
    split: SPLIT,
    sizes: { training, validation: pool - training, test: testSize },
  };
}
