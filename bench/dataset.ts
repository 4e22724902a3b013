/** What it costs a process to read the dataset: packed the first time, and unpacked afterwards. */
import { createCatalog } from '../src/datasets/catalog.ts';
import { ours } from '../test/datasets/catalogs.ts';
import { inFolder } from './bin.ts';
import { median, ownTime, type Row } from './table.ts';

const REPEATS = 7;

export const measureDataset = (): Promise<Row[]> =>
  inFolder(async (unpacked) => {
    const keeping = await createCatalog({ ...ours.source, unpacked });
    await keeping.load(ours.default);
    const [packed, kept]: [number[], number[]] = [[], []];
    for (let round = 0; round < REPEATS; round++) {
      packed.push(await ownTime(() => ours.load(ours.default)));
      kept.push(await ownTime(() => keeping.load(ours.default)));
    }
    return [
      { what: 'dataset, packed: CPU of reading it', value: median(packed), unit: 'ms' },
      { what: 'dataset, kept unpacked: CPU of reading it', value: median(kept), unit: 'ms', most: 250 },
      {
        what: 'dataset: times as fast unpacked',
        value: median(packed) / median(kept),
        unit: 'x',
        least: 1.5,
        guarded: true,
      },
    ];
  });
