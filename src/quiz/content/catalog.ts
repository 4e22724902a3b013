/** Where quizzes come from: Augie's files, a classroom's own, its experiments, and what it missed. */
import { type Card, sentenceCard, text } from '../../chat/card.ts';
import type { CommandContext, Reply } from '../../chat/command.ts';
import { locales, type Translate, translate } from '../../i18n/i18n.ts';
import { nearest } from '../../i18n/nearest.ts';
import { cut } from '../../i18n/typed.ts';
import { UserError } from '../../i18n/user-error.ts';
import { draws } from '../../random/draws.ts';
import { referenceText } from '../../references/references.ts';
import type { Clock } from '../../time/clock.ts';
import { due, nextDue } from '../session/review.ts';
import type { QuizRepository, Round, Session, SessionItem } from '../session/session.ts';
import { type Finished, historyItems, recheck } from './history.ts';
import type { Library } from './library.ts';
import { type Item, type Quiz, type Text, textIn } from './quiz.ts';
import { resolveItem } from './resolve.ts';

export const HISTORY = 'history';
export const REVIEW = 'review';

export interface QuizCatalog {
  /** A quiz by its name, for a classroom. Throws a UserError. */
  take(classroom: string, name: string): { quiz: string; title: Text; items: readonly SessionItem[] };
  /** Throws the same UserError as `take`; fast enough for every key stroke. */
  mayTake(classroom: string, name: string): void;
  /** The item with drawn numbers and shuffled lines. */
  resolve(item: Item, session: number): Item;
  /** The items to review now, or the time of the next ones. */
  due(
    classroom: string,
    now: number,
  ): { readonly items: readonly SessionItem[]; readonly nextAt: number | undefined };
  readonly titleOfReview: Text;
  /** The sources of an item, each as a line. */
  sourcesOf(item: Item): readonly string[];
  /** The item made again from the class's experiments, if it has changed. */
  changed(session: Session, round: Round): Item | undefined;
  /** Whether an item's experiments no longer exist. */
  isGone(session: Session, round: Round): boolean;
  /** Names with a description of each. */
  names(
    classroom: string,
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
  /** Whether a classroom has finished experiments, and these, newest first. */
  readonly hasFinished: (classroom: string) => boolean;
  readonly finished: (classroom: string) => readonly Finished[];
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
  const history = (classroom: string): Quiz => ({
    ...historyTexts,
    items: historyItems(finished(classroom)),
  });

  function get(classroom: string, name: string): Quiz | undefined {
    if (name === HISTORY) return history(classroom);
    return library.get(name) ?? quizzes.own(classroom).find((own) => own.name === name)?.quiz;
  }

  const allNames = (classroom: string) => [
    ...library.names(),
    ...quizzes.own(classroom).map(({ name }) => name),
    HISTORY,
  ];

  const checkAgain = ({ quiz, classroom }: Session, { item, position }: Round, items: Session['items']) =>
    quiz === HISTORY || items[position]?.quiz === HISTORY ? recheck(item, finished(classroom)) : undefined;

  const catalog: QuizCatalog = {
    titleOfReview: inAll('quiz.review.title'),
    sourcesOf: ({ sources }) =>
      sources.flatMap((key) => {
        const found = library.reference(key);
        return found ? [referenceText(found)] : [];
      }),
    mayTake(classroom, typed) {
      const name = typed.trim().toLowerCase();
      const known = allNames(classroom);
      if (!known.includes(name)) {
        const meant = nearest(name, known);
        const params = { name: cut(typed), names: known.join(', '), meant: meant ?? '' };
        throw meant === undefined
          ? new UserError('quiz.unknown', params, 'quiz')
          : new UserError('quiz.misspelt', params, 'quiz', { value: meant });
      }
      if (name === HISTORY && !hasFinished(classroom)) throw new UserError('quiz.history.none', {}, 'quiz');
    },
    take(classroom, typed) {
      catalog.mayTake(classroom, typed);
      const name = typed.trim().toLowerCase();
      const { title, items } = get(classroom, name) as Quiz;
      return { quiz: name, title, items: items.map((item) => ({ quiz: name, item })) };
    },
    resolve: (item, session) =>
      resolveItem(item, (name) => draws(session, `quiz ${item.id} ${name}`).at(0, 0).uniform(0)),
    due(classroom, now) {
      const all = quizzes.learning(classroom);
      const items = due(all, now).flatMap(({ quiz, item: id }) => {
        const item = get(classroom, quiz)?.items.find((one) => one.id === id);
        return item ? [{ quiz, item }] : [];
      });
      return { items, nextAt: nextDue(all) };
    },
    changed(session, round) {
      const found = checkAgain(session, round, session.items);
      return found?.state === 'changed' ? found.item : undefined;
    },
    isGone: (session, round) => checkAgain(session, round, session.items)?.state === 'gone',
    names: (classroom, t) =>
      allNames(classroom)
        .filter((name) => name !== HISTORY || hasFinished(classroom))
        .map((name) => {
          // Its questions take a while to make, so typing help does not count them.
          const { title, about, items } =
            name === HISTORY ? { ...historyTexts, items: undefined } : (get(classroom, name) as Quiz);
          return {
            name,
            title: textIn(title, t.locale),
            about: textIn(about, t.locale),
            count: items?.length,
          };
        }),
    list({ classroom }) {
      const card = (t: Translate): Card => ({
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
              .names(classroom, t)
              .map(({ name, count, title, about }) => [
                name,
                String(count ?? history(classroom).items.length),
                `${title}: ${about}`,
              ]),
          },
          text(t('quiz.list.start', { name: library.names()[0] ?? HISTORY }), 'quiet'),
        ],
      });
      return { card };
    },
    create({ classroom }, source) {
      const checked = library.check(source.text);
      if ('problems' in checked) {
        const { problems } = checked;
        const lines = (t: Translate) =>
          problems
            .slice(0, MOST_PROBLEMS)
            .map(({ line, key, params }) => t('quiz.author.line', { line, problem: t(key, params) }));
        return {
          card: (t) => ({
            title: t('quiz.new.title'),
            trouble: 'mistake',
            blocks: [text([t('quiz.new.problems', { count: problems.length }), ...lines(t)].join('\n'))],
          }),
          refused: true,
        };
      }
      const { quiz } = checked;
      const name = nameOf(source.name ?? textIn(quiz.title, 'en'));
      if (library.names().includes(name) || name === HISTORY || name === REVIEW)
        throw new UserError('quiz.new.taken', { name }, 'name');
      quizzes.save(classroom, name, source.text, quiz, clock.now());
      return {
        card: (t) =>
          sentenceCard(t('quiz.new.title'), t('quiz.new.done', { name, count: quiz.items.length })),
      };
    },
  };
  return catalog;
}

const MOST_PROBLEMS = 10;

/** A name as commands take it: of letters, digits and -, at most 40. Throws a UserError if nothing is left. */
export function nameOf(title: string): string {
  const name = title
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  if (name === '') throw new UserError('quiz.new.noName', {}, 'name');
  return cut(name, 40).replace(/…$/, '');
}
