/** For whom a button is. The page uses it in browsers: it imports nothing. */

export const pressers = ['teacher', 'asker', 'askerOrTeacher'] as const;

/** The asker is whom the card answers. */
export type Presser = (typeof pressers)[number];

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
