/** A house for all tests of a file: opened before the first, gone after the last. */
import { afterAll, beforeAll } from 'vitest';
import { deleteFolder, type House, newFolder, openHouse } from './house.ts';

export function useHouse(env: Record<string, string> = {}): Pick<House, 'app' | 'say' | 'finish'> & {
  readonly folder: string;
} {
  const folder = newFolder();
  let house: House;
  beforeAll(async () => {
    house = await openHouse(folder, env);
  });
  afterAll(async () => {
    await house.stop();
    deleteFolder(folder);
  });
  return {
    folder,
    get app() {
      return house.app;
    },
    say: (...typed) => house.say(...typed),
    finish: (...typed) => house.finish(...typed),
  };
}
