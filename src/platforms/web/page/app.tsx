/** What every part of the page may use: requests, words, the language, and where to go. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Start } from '../protocol.ts';
import type { Api } from './api.ts';
import type { Words } from './words.ts';

export interface App {
  readonly api: Api;
  readonly t: Words;
  readonly start: Start;
  /** The language that the reader wants from now on; `save` where they chose it for this browser. */
  speak(locale: string, save: boolean): void;
  /** Fetches what the page knew at first anew: classrooms were joined, made or deleted. */
  refresh(): Promise<void>;
  go(path: string): void;
  /** Tells a screen reader. */
  announce(text: string): void;
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('used outside of the page');
  return app;
}
