/** Classrooms, who is in them, and what was said there: what the page needs remembered. */
import { randomInt } from 'node:crypto';
import type { Attachment, AttachmentInfo, Content, StoredCard } from './stored-card.ts';

export interface Classroom {
  readonly slug: string;
  readonly title: string;
  /** What its join link ends with. */
  readonly code: string;
  readonly locked: boolean;
  /** Of its newest post, edit or deletion. */
  readonly revision: number;
  /** Of its newest deletion or renaming. */
  readonly deletedRevision: number;
}

export interface Member {
  readonly id: number;
  readonly classroom: string;
  /** The browser's. */
  readonly session: string;
  readonly name: string;
  /** By a teacher, or as they have left. */
  readonly removed: boolean;
  readonly hasLeft: boolean;
}

export interface NewMessage {
  readonly classroom: string;
  /** Person id; absent for what Augie says by itself. */
  readonly author?: string;
  /** A message with the author's same key, or with the same nonce, is not added again. */
  readonly key?: string;
  readonly nonce?: string;
  /** The person who alone sees it. */
  readonly onlyFor?: string;
  readonly said?: string;
  /** The words on a button, and the id of the message that has it. */
  readonly pressed?: string;
  readonly answers?: number;
  readonly card?: StoredCard;
  readonly attachments?: readonly Attachment[];
}

export interface StoredMessage {
  readonly id: number;
  readonly classroom: string;
  readonly revision: number;
  readonly at: number;
  readonly author?: { readonly id: string; readonly name: string };
  readonly onlyFor?: string;
  readonly said?: string;
  readonly pressed?: string;
  readonly answers?: number;
  /** What its card asks is open, and not asked by a newer card. */
  readonly isOpen: boolean;
  readonly closedAt?: number;
  readonly card?: StoredCard;
}

/** An attachment that is read only where it is needed: 200 people look at the same one. */
export interface KeptAttachment extends AttachmentInfo {
  read(): Content;
}

/** What is said in classrooms. `viewer` is a person id: methods leave out what is only for others. */
export interface MessageRepository {
  /** Bytes of everything that was said in a classroom; by one person where one is given. */
  bytes(classroom: string, author?: string): number;
  add(message: NewMessage, now: number): { readonly message: StoredMessage; readonly isNew: boolean };
  /** undefined where it is gone. */
  edit(
    id: number,
    card: StoredCard,
    attachments: readonly Attachment[],
    now: number,
  ): StoredMessage | undefined;
  /** undefined if the viewer sees no such message. */
  message(classroom: string, viewer: string, id: number): StoredMessage | undefined;
  /** With its images; gives the space back. Returns the revision of the classroom since then. */
  delete(classroom: string, id: number): number;
  /** The id of the message that was added under a key. */
  keyed(classroom: string, author: string, key: string): number | undefined;
  /** Messages that ask something that is open, and the one that closed last. Everybody may see them. */
  asked(classroom: string): StoredMessage[];
  /** New or changed since a revision, in the order of the changes. */
  since(classroom: string, viewer: string, revision: number, limit: number): StoredMessage[];
  /** The newest before an id (or of all), the oldest first. */
  before(classroom: string, viewer: string, id: number | undefined, limit: number): StoredMessage[];
  attachment(classroom: string, viewer: string, message: number, name: string): KeptAttachment | undefined;
}

export interface ClassroomRepository extends MessageRepository {
  all(): Classroom[];
  get(slug: string): Classroom | undefined;
  byCode(code: string): Classroom | undefined;
  create(classroom: { slug: string; title: string; code: string }, now: number): Classroom;
  setLocked(slug: string, locked: boolean): void;
  /** Whether there is one, or was: nobody finds another class's experiments in a new classroom. */
  isTaken(slug: string): boolean;
  /** With everything that was said in it. */
  remove(slug: string): void;

  /** undefined where the name is taken. Their name is remembered as that of the person. */
  join(classroom: string, session: string, name: string, now: number): Member | undefined;
  /** The member that a browser is in a classroom, or was before being removed. */
  member(classroom: string, session: string): Member | undefined;
  memberById(id: number): Member | undefined;
  members(classroom: string): Member[];
  /** Classrooms that a browser's person is in. */
  of(session: string): Classroom[];
  /** The messages that have changed with the name; undefined where it is taken. */
  rename(member: number, name: string, now: number): StoredMessage[] | undefined;
  setRemoved(member: number, removed: boolean): void;
  /** They are removed, and whoever has their session is nobody here; a teacher's stays theirs. */
  leave(member: number): void;

  isTeacher(session: string): boolean;
  addTeacher(session: string): void;
  /** The browser has another session: it is who it was, and the old session is nobody. */
  moveSession(from: string, to: string): void;
  /** All others are no teachers any more. */
  keepOnlyTeacher(session: string | undefined): void;
}

/** The platform's name. */
export const WEB = 'web';

/** A member as a person of the chat. */
export const personId = (member: Pick<Member, 'id'>): string => `${WEB}:${member.id}`;

/** By which the database tells names apart. More of them look alike: see names.ts. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** Without letters and digits that look like others. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

const CODE_LENGTH = 10;

/**
 * One of 31^10 = 8·10^14 codes. Only their number keeps guessers out, because a right code is never refused: with 5000 tries
 * a second (a server answers fewer), 4·10^8 a day, it takes two million days to try all. The teacher's secret has 192 bits.
 */
export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** A code as somebody copied it from a screen. */
export const cleanCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A title as a part of an address that no other classroom has: "Class A" is class-a. */
export function slugOf(title: string, taken: (slug: string) => boolean): string {
  const letters = title.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const base =
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'class';
  let slug = base;
  for (let n = 2; taken(slug); n++) slug = `${base}-${n}`;
  return slug;
}
