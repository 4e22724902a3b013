/** The catalogs of tests: Augie's own, and a small one for all that trains networks but not for their numbers. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createCatalog } from '../../src/datasets/catalog.ts';

/** What AUGIE_DATASETS is in tests. */
export const smallDatasets = join(import.meta.dirname, 'small');

export const ours = await createCatalog({ data: 'data' });
export const small = await createCatalog({
  data: join(smallDatasets, 'data'),
  declarations: pathToFileURL(join(smallDatasets, 'declarations', '/')).href,
});
