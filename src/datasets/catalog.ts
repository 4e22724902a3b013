/** The datasets there are. A new one is one file beside this one and one name in the list below. */
import { join } from 'node:path';
import { UserError } from '../i18n/user-error.ts';
import { combineHashes, type Dataset, type DatasetDefinition, type DatasetInfo } from './dataset.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { SPLIT, splitPool, trainingCount } from './split.ts';

const definitions: readonly DatasetDefinition[] = [fashionMnist];

/** The names of all datasets, the default first. */
export const datasetNames: readonly string[] = definitions.map(({ name }) => name);

/** What is known of a dataset without reading its pictures. Throws UserError for an unknown name. */
export const datasetInfo = (name: string): DatasetInfo => describe(find(name));

/**
 * Reads a dataset from `<folder>/<its name>`: some 55 MB and half a second for Fashion-MNIST.
 * Rejects with a UserError for an unknown name and for missing, damaged or truncated files.
 */
export async function loadDataset(name: string, folder: string): Promise<Dataset> {
  const definition = find(name);
  const info = describe(definition);
  const { pool, test } = await definition.load(join(folder, name));
  return { info, pool, test, split: splitPool(pool.labels, info.hash) };
}

function find(name: string): DatasetDefinition {
  const found = definitions.find((definition) => definition.name === name);
  if (!found) throw new UserError('data.unknown', { name, known: datasetNames.join(', ') });
  return found;
}

function describe(definition: DatasetDefinition): DatasetInfo {
  const { name, title, labels, width, height, channels, poolPerLabel, testSize, files } = definition;
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
