/** For whom a button is, where it is not for everybody. */

export const pressers = ['teacher', 'asker', 'askerOrTeacher'] as const;

/** The asker is whom the card answers. */
export type Presser = (typeof pressers)[number];
