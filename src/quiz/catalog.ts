/** Where quizzes come from: those that are shipped, a channel's own, its own experiments, and what it missed. */
import { type Card, text } from '../chat/card.ts';
import type { CommandContext, Reply } from '../chat/command.ts';
import type { Place } from '../chat/place.ts';
import { locales, type Translate, translate } from '../i18n/i18n.ts';
import { nearest } from '../i18n/nearest.ts';
import { cut } from '../i18n/typed.ts';
import { UserError } from '../i18n/user-error.ts';
import { draws } from '../random/draws.ts';
import { referenceText } from '../references/references.ts';
import type { Clock } from '../time/clock.ts';
import { type Finished, historyItems, recheck } from './history.ts';
import type { Library } from './library.ts';
import { type Item, type Quiz, type Text, textIn } from './quiz.ts';
import { resolveItem } from './resolve.ts';
import { due, nextDue } from './review.ts';
import type { QuizRepository, Round, Session, SessionItem } from './session.ts';

export const HISTORY = 'history';
export const REVIEW = 'review';

export interface QuizCatalog {
  /** A quiz by its name, for a channel. Throws a UserError. */
  take(place: Place, name: string): { quiz: string; title: Text; items: readonly SessionItem[] };
  /** Throws the UserError that `take` would; quick enough for every key stroke. */
  mayTake(place: Place, name: string): void;
  /** The item with its numbers drawn, and its lines mixed. */
  resolve(item: Item, session: number): Item;
  /** What is to come back now, and else when. */
  due(
    place: Place,
    now: number,
  ): { readonly items: readonly SessionItem[]; readonly nextAt: number | undefined };
  readonly titleOfReview: Text;
  /** Where an item comes from, each as a line. */
  sourcesOf(item: Item): readonly string[];
  /** The item as the class's experiments make it now, where that has changed. */
  changed(session: Session, round: Round): Item | undefined;
  /** Whether the experiments that an item asks about are no longer there. */
  isGone(session: Session, round: Round): boolean;
  /** Names with what each is about. */
  names(
    place: Place,
    t: Translate,
  ): {
    readonly name: string;
    readonly title: string;
    readonly about: string;
    readonly count?: number | undefined;
  }[];
  list(ctx: CommandContext): Reply;
  create(ctx: CommandContext, source: { readonly name: string | undefined; readonly text: string }): Reply;
}

export interface QuizCatalogParts {
  readonly quizzes: QuizRepository;
  readonly library: Library;
  /** Whether a channel has finished experiments; and these, newest first. */
  readonly hasFinished: (place: Place) => boolean;
  readonly finished: (place: Place) => readonly Finished[];
  readonly clock: Clock;
}

const inAll = (key: 'quiz.history.title' | 'quiz.history.about' | 'quiz.review.title'): Text =>
  Object.fromEntries(locales.map((locale) => [locale, translate(locale)(key)]));

export function createQuizCatalog({
  quizzes,
  library,
  finished,
  hasFinished,
  clock,
}: QuizCatalogParts): QuizCatalog {
  const historyTexts = { title: inAll('quiz.history.title'), about: inAll('quiz.history.about') };
  const history = (place: Place): Quiz => ({ ...historyTexts, items: historyItems(finished(place)) });

  function get(place: Place, name: string): Quiz | undefined {
    if (name === HISTORY) return history(place);
    return library.get(name) ?? quizzes.own(place).find((own) => own.name === name)?.quiz;
  }

  const allNames = (place: Place) => [
    ...library.names(),
    ...quizzes.own(place).map(({ name }) => name),
    HISTORY,
  ];

  const checkAgain = ({ quiz, place }: Session, { item, position }: Round, items: Session['items']) =>
    quiz === HISTORY || items[position]?.quiz === HISTORY ? recheck(item, finished(place)) : undefined;

  const catalog: QuizCatalog = {
    titleOfReview: inAll('quiz.review.title'),
    sourcesOf: ({ sources }) =>
      sources.flatMap((key) => {
        const found = library.reference(key);
        return found ? [referenceText(found)] : [];
      }),
    mayTake(place, typed) {
      const name = typed.trim().toLowerCase();
      const known = allNames(place);
      if (!known.includes(name)) {
        const meant = nearest(name, known);
        const params = { name: cut(typed), names: known.join(', '), meant: meant ?? '' };
        throw new UserError(meant === undefined ? 'quiz.unknown' : 'quiz.misspelt', params, 'quiz');
      }
      if (name === HISTORY && !hasFinished(place)) throw new UserError('quiz.history.none', {}, 'quiz');
    },
    take(place, typed) {
      catalog.mayTake(place, typed);
      const name = typed.trim().toLowerCase();
      const { title, items } = get(place, name) as Quiz;
      return { quiz: name, title, items: items.map((item) => ({ quiz: name, item })) };
    },
    resolve: (item, session) =>
      resolveItem(item, (name) => draws(session, `quiz ${item.id} ${name}`).at(0, 0).uniform(0)),
    due(place, now) {
      const all = quizzes.learning(place);
      const items = due(all, now).flatMap(({ quiz, item: id }) => {
        const item = get(place, quiz)?.items.find((one) => one.id === id);
        return item ? [{ quiz, item }] : [];
      });
      return { items, nextAt: nextDue(all) };
    },
    changed(session, round) {
      const found = checkAgain(session, round, session.items);
      return found?.state === 'changed' ? found.item : undefined;
    },
    isGone: (session, round) => checkAgain(session, round, session.items)?.state === 'gone',
    names: (place, t) =>
      allNames(place)
        .filter((name) => name !== HISTORY || hasFinished(place))
        .map((name) => {
          // Its questions take a while to make, and nobody asks how many there are at every key stroke.
          const { title, about, items } =
            name === HISTORY ? { ...historyTexts, items: undefined } : (get(place, name) as Quiz);
          return {
            name,
            title: textIn(title, t.locale),
            about: textIn(about, t.locale),
            count: items?.length,
          };
        }),
    list({ place, t }) {
      const card: Card = {
        title: t('quiz.list.title'),
        blocks: [
          {
            type: 'table',
            columns: [
              { label: t('quiz.table.name') },
              { label: t('quiz.table.items'), align: 'right' },
              { label: t('quiz.table.about') },
            ],
            rows: catalog
              .names(place, t)
              .map(({ name, count, title, about }) => [
                name,
                String(count ?? history(place).items.length),
                `${title}: ${about}`,
              ]),
          },
          text(t('quiz.list.start', { name: library.names()[0] ?? HISTORY }), 'quiet'),
        ],
      };
      return { card };
    },
    create({ place, t }, source) {
      const checked = library.check(source.text);
      if ('problems' in checked) {
        const lines = checked.problems
          .slice(0, MOST_PROBLEMS)
          .map(({ line, key, params }) => t('quiz.author.line', { line, problem: t(key, params) }));
        return {
          card: {
            title: t('quiz.new.title'),
            trouble: 'mistake',
            blocks: [text([t('quiz.new.problems', { count: checked.problems.length }), ...lines].join('\n'))],
          },
          refused: true,
        };
      }
      const { quiz } = checked;
      const name = nameOf(source.name ?? textIn(quiz.title, 'en'));
      if (library.names().includes(name) || name === HISTORY || name === REVIEW)
        throw new UserError('quiz.new.taken', { name }, 'name');
      quizzes.save(place, name, source.text, quiz, clock.now());
      return {
        card: {
          title: t('quiz.new.title'),
          blocks: [text(t('quiz.new.done', { name, count: quiz.items.length }))],
        },
      };
    },
  };
  return catalog;
}

const MOST_PROBLEMS = 10;

/** A name as commands take it. */
function nameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  if (name === '') throw new UserError('quiz.new.noName', {}, 'name');
  return cut(name, 40).replace(/…$/, '');
}
