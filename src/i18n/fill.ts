/** Puts values into a sentence. The server and the page share it. */
import { PARTICLE, particle } from './particle.ts';

/** A placeholder; quotes, brackets and Markdown marks may stand between it and a particle. */
const PLACEHOLDER = new RegExp(`\\{\\{(\\w+)\\}\\}(?:([”’"'\`)*_\\]]*)(${PARTICLE}))?`, 'g');

/**
 * The sentence with each `{{name}}` replaced by its value, in one go, so that nothing in a value is taken for a placeholder or
 * a particle. A name without a value stays as it is.
 */
export const fill = (sentence: string, read: (name: string) => string | undefined): string =>
  sentence.replace(PLACEHOLDER, (written: string, name: string, marks = '', forms?: string) => {
    const value = read(name);
    if (value === undefined) return written;
    return forms === undefined ? value : `${value}${marks}${particle(value, forms)}`;
  });
