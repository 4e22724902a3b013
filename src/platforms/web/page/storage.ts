/** What this browser remembers for the page. It may refuse to (private windows, full disks): then nothing is lost but that. */

const read = (store: () => Storage, key: string): string | undefined => {
  try {
    return store().getItem(`augie.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
};

const write = (store: () => Storage, key: string, value: string | undefined): void => {
  try {
    if (value === undefined || value === '') store().removeItem(`augie.${key}`);
    else store().setItem(`augie.${key}`, value);
  } catch {
    // Nobody can do anything about it, and all works without.
  }
};

const here = () => localStorage;
const tab = () => sessionStorage;

/** For good. */
export const recall = (key: string): string | undefined => read(here, key);
export const remember = (key: string, value: string | undefined): void => write(here, key, value);

/** For as long as this tab is open, over its reloads. */
export const recallInTab = (key: string): string | undefined => read(tab, key);
export const rememberInTab = (key: string, value: string | undefined): void => write(tab, key, value);
