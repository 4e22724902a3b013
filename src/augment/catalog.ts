/** The operations there are. A new one is one file under image/ and one name in the list below. */
import { erase } from './image/erase.ts';
import { flip } from './image/flip.ts';
import { rotate } from './image/rotate.ts';
import { shift } from './image/shift.ts';
import type { Operation } from './operation.ts';

export const operations: readonly Operation[] = [flip, shift, rotate, erase];

export const findOperation = (name: string): Operation | undefined =>
  operations.find((operation) => operation.name === name);
