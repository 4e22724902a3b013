/** Which buttons a reader sees. Pure. */
import type { Presser } from '../../../../chat/presser.ts';

export interface Reader {
  readonly teacher: boolean;
  /** Whether the card answers them. */
  readonly asker?: boolean;
}

/** Whether somebody may press a button; `who` is left out where everybody may. */
export function mayPress({ who }: { readonly who?: Presser }, { teacher, asker = false }: Reader): boolean {
  if (who === undefined) return true;
  return (asker && who !== 'teacher') || (teacher && who !== 'asker');
}
