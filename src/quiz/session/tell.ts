/** Says something to one person of a class, in their language, where the platform can. */
import { type Card, drawIn } from '../../chat/card.ts';
import type { Person } from '../../chat/place.ts';
import { classroomScope, type Platform, type SettingsRepository } from '../../chat/ports.ts';
import type { Locale } from '../../i18n/i18n.ts';
import type { Session } from './session.ts';

export interface Teller {
  /** Remembers the language of a person's command: they may have set none, and later messages do not know it. */
  heard(person: Person, locale: Locale): void;
  tell(session: Session, person: string, draw: (locale: Locale) => Card): void;
}

export interface TellerParts {
  readonly settings: SettingsRepository;
  /** The connected platforms, including later ones. */
  readonly platforms: readonly Platform[];
  /** Called when a message could not be sent. */
  readonly onError: (error: unknown) => void;
}

export function createTeller({ settings, platforms, onError }: TellerParts): Teller {
  const last = new Map<string, Locale>();
  return {
    heard: ({ id }, locale) => void last.set(id, locale),
    tell({ classroom, place }, person, draw) {
      const platform = platforms.find(({ name }) => name === place.platform);
      const locale =
        settings.get(`person:${person}`, 'language') ??
        settings.get(classroomScope(classroom), 'language') ??
        last.get(person) ??
        'en';
      void drawIn(locale, (t) => draw(t.locale))
        .then((card) => platform?.tell?.(place, person, card))
        .catch(onError);
    },
  };
}
