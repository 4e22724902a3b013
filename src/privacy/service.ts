/** People's data: shows, exports and deletes it, and deletes messages whose time is up. */

import { sentenceCard } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import { classroomScope, type SettingsRepository } from '../chat/ports.ts';
import type { Clock } from '../time/clock.ts';
import { askCard, exportCard, keptCard, privacyAction } from './card.ts';
import { exportOf } from './export.ts';
import { fileWithoutName, withoutName } from './names.ts';
import { KEEP_DAYS, type PrivacyRepository } from './privacy.ts';
import { createTrustedTime } from './trusted-time.ts';

/** What commands can do with what Augie stores about the person who asks. */
export interface Privacy {
  show(ctx: CommandContext): Reply;
  export(ctx: CommandContext): Reply;
  /** Asks before it deletes. */
  ask(ctx: CommandContext): Reply;
  /** Yes and no to that question. */
  forget(ctx: CommandContext): Reply;
  drop(ctx: CommandContext): Reply;
  /** Sets for how many days this classroom keeps messages and answers. */
  keep(ctx: CommandContext, days: number): Reply;
}

export interface PrivacyParts {
  readonly privacy: PrivacyRepository;
  readonly settings: SettingsRepository;
  readonly clock: Clock;
  /** A person's data was deleted. */
  readonly onForgotten: (person: string) => void;
  /** Messages of a channel were deleted or changed. */
  readonly onDeleted: (channel: string) => void;
  readonly onError: (error: unknown) => void;
  /** The clock jumped from one time to another, so nothing is deleted for a day. */
  readonly onJump: (before: number, now: number) => void;
  /** Deletes other old rows; called with the time. */
  readonly deleteOld: (now: number) => void;
}

export interface PrivacyService extends Privacy {
  /**
   * Deletes messages whose time is up, and data of people whose classroom was deleted, now and then every hour, until
   * the returned function is called.
   */
  startSweeping(): () => void;
}

const KEEP_SETTING = 'keepDays';
const DAY_MS = 24 * 60 * 60 * 1000;
export const SWEEP_EVERY_MS = 60 * 60 * 1000;

export function createPrivacy(parts: PrivacyParts): PrivacyService {
  const { privacy, settings, clock } = parts;

  const daysKept = (classroom: string): number =>
    Number(settings.get(classroomScope(classroom), KEEP_SETTING) ?? KEEP_DAYS.default);

  function forget(person: string): void {
    const channels = privacy.forget(person, withoutName, fileWithoutName);
    parts.onForgotten(person);
    for (const channel of channels) parts.onDeleted(channel);
  }

  const canTrustTime = createTrustedTime(parts);

  function sweep(): void {
    for (const person of privacy.strays()) forget(person);
    if (!canTrustTime()) return;
    parts.deleteOld(clock.now());
    for (const classroom of privacy.classrooms()) {
      const time = clock.now() - daysKept(classroom) * DAY_MS;
      for (const channel of privacy.deleteBefore(classroom, time)) parts.onDeleted(channel);
    }
  }

  return {
    show({ person }) {
      const kept = privacy.kept(person.id);
      return { card: (t) => keptCard(kept, ({ classroom }) => daysKept(classroom), t) };
    },
    export({ person }) {
      const exported = exportOf(person.id, privacy);
      return { card: (t) => exportCard(exported, t) };
    },
    ask({ person }) {
      const kept = privacy.kept(person.id);
      return { card: (t) => askCard(kept, t), confirm: privacyAction('confirm') };
    },
    forget({ person }) {
      forget(person.id);
      return { card: (t) => sentenceCard(t('privacy.title'), t('privacy.forgotten')) };
    },
    drop: () => ({ card: (t) => sentenceCard(t('privacy.title'), t('privacy.dropped')) }),
    keep({ classroom }, days) {
      settings.set(classroomScope(classroom), KEEP_SETTING, String(days));
      return {
        card: (t) => sentenceCard(t('settings.keep.title'), t('settings.keep.done', { count: days })),
      };
    },
    startSweeping() {
      let stop = () => {};
      const next = () => {
        try {
          sweep();
        } catch (error) {
          parts.onError(error);
        }
        stop = clock.after(SWEEP_EVERY_MS, next);
      };
      next();
      return () => stop();
    },
  };
}
