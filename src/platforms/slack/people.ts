/** People of a workspace as Slack knows them: their names, their language, and who manages it. Kept for a day. */
import type { Person } from '../../chat/place.ts';
import type { TeacherRepository } from '../../chat/ports.ts';
import type { Clock } from '../../time/clock.ts';
import { wait } from '../../time/wait.ts';
import type { Requests } from './requests.ts';

/** The platform's name. */
export const SLACK = 'slack';

/** Ids carry the workspace, as a channel may be shared by several. */
export const personId = (team: string, user: string): string => `${SLACK}:${team}:${user}`;

/** The user's own id, for Slack. */
export const userOf = (person: string): string => person.split(':').at(-1) as string;

export interface Known {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  /** E.g. `ko-KR`. */
  readonly locale: string | undefined;
  /** Manages the workspace. */
  readonly manages: boolean;
}

/** Somebody as a payload tells of them. */
export interface Told {
  readonly team: string;
  readonly user: string;
  readonly name?: string | undefined;
}

export interface People {
  /** Resolves within `withinMs` at the latest, then with what the payload tells alone. */
  of(told: Told, withinMs?: number): Promise<Known>;
  forget(person: string): void;
}

const KEPT_MS = 24 * 60 * 60_000;
const MOST = 5000;

export function createPeople(
  requests: Requests,
  clock: Clock,
  log: (message: string, details: object) => void,
): People {
  const known = new Map<string, { readonly at: number; readonly who: Promise<Known> }>();

  const unknown = ({ team, user, name }: Told): Known => ({
    team,
    user,
    name: name ?? user,
    locale: undefined,
    manages: false,
  });

  async function ask(told: Told): Promise<Known> {
    const { user } = await requests.call(
      'users.info',
      { user: told.user, include_locale: true },
      { isSafe: true },
    );
    const { display_name, real_name } = user.profile ?? {};
    return {
      team: user.team_id ?? told.team,
      user: told.user,
      name: display_name || real_name || user.real_name || told.name || told.user,
      locale: user.locale,
      manages: Boolean(user.is_admin || user.is_owner),
    };
  }

  function find(told: Told): Promise<Known> {
    const now = clock.elapsed();
    const found = known.get(told.user);
    if (found && now - found.at < KEPT_MS) return found.who;
    const who = ask(told).catch((error: unknown) => {
      known.delete(told.user);
      log('a person could not be looked up', { err: error });
      return unknown(told);
    });
    known.set(told.user, { at: now, who });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return who;
  }

  return {
    of: (told, withinMs) =>
      withinMs === undefined
        ? find(told)
        : Promise.race([find(told), wait(clock, withinMs).then(() => unknown(told))]),
    forget: (person) => void known.delete(userOf(person)),
  };
}

/** Teachers are people who manage the workspace, and people whom the classroom's teachers have made teachers. */
export const personOf = (who: Known, classroom: string, teachers: TeacherRepository): Person => {
  const id = personId(who.team, who.user);
  return { id, name: who.name, teacher: who.manages || teachers.of(classroom).some((one) => one.id === id) };
};
