/** What Augie is started with in tests. */
import { smallDatasets } from './datasets/catalogs.ts';

/** The small dataset and one trainer, which cost least; what people have where the claims are tested. */
export const testEnv: Readonly<Record<string, string>> =
  process.env.REAL_SIZE === undefined ? { AUGIE_DATASETS: smallDatasets, AUGIE_TRAINERS: '1' } : {};
