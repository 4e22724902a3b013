/** The paper of our pictures: what is drawn on it, and in which colours. */

export type Theme = 'light' | 'dark';

export const themes: readonly Theme[] = ['light', 'dark'];

/** As #rrggbb. */
export interface Paper {
  readonly background: string;
  readonly ink: string;
  readonly quiet: string;
  readonly grid: string;
}

export const papers: Readonly<Record<Theme, Paper>> = {
  light: { background: '#ffffff', ink: '#1c2128', quiet: '#59636e', grid: '#e3e6ea' },
  dark: { background: '#1b1e24', ink: '#eef1f4', quiet: '#a7b0ba', grid: '#363c45' },
};
