/** All operations: every file under image/ is one, and the file's name is the operation's. */
import { importFolder } from '../import-folder.ts';
import type { DeclaredOperation, Operation } from './operation.ts';

const found = await importFolder<DeclaredOperation>(new URL('./image/', import.meta.url), 'draw');

/** Those that move pixels come first, as in most policies; both kinds from a to z. */
export const operations: readonly Operation[] = found
  .map(({ path, value }): Operation => ({ ...value, name: path }))
  .sort((a, b) => Number(a.kind === 'pixel') - Number(b.kind === 'pixel'));

export const findOperation = (name: string): Operation | undefined =>
  operations.find((operation) => operation.name === name);
