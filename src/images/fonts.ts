/** The one font of our pictures, shipped as a package: Latin and Korean, so that no machine draws boxes. */
import { createRequire } from 'node:module';

/**
 * Gothic A1 (OFL): all 11,172 Hangul syllables and what English and German need, in static TTFs that Skia and Pango
 * both read. A third of the size of Noto Sans KR; Nanum Gothic is smaller still but has no umlauts.
 */
export const fontFamily = 'Gothic A1';

export interface FontFile {
  readonly path: string;
  /** CSS weight: 500 is our normal text (400 is too thin for Hangul on a phone), 700 our bold. */
  readonly weight: 500 | 700;
}

/** The font's files, as absolute paths. Throws if the package is not installed. */
export function fontFiles(): readonly FontFile[] {
  const { resolve } = createRequire(import.meta.url);
  const file = (name: string) => resolve(`@expo-google-fonts/gothic-a1/${name}`);
  return [
    { path: file('500Medium/GothicA1_500Medium.ttf'), weight: 500 },
    { path: file('700Bold/GothicA1_700Bold.ttf'), weight: 700 },
  ];
}
