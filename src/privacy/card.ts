/** The cards of /settings privacy. Pure. */
import { type Block, type Card, type Choice, text } from '../chat/card.ts';
import { actionId } from '../chat/command.ts';
import { MEANT } from '../chat/meant.ts';
import type { Translate } from '../i18n/i18n.ts';
import type { Kept, KeptClassroom } from './privacy.ts';

const MOST_EXPERIMENTS = 20;

type Action = 'export' | 'forget' | 'confirm' | 'drop';

/** The buttons act on the person who presses them, so their ids contain nobody's data. */
export const privacyAction = (action: Action): string => actionId('settings privacy', action, 'me');

const button = (t: Translate, action: Action): Choice => ({
  id: privacyAction(action),
  label: t(`privacy.button.${action}`),
});

/** `daysKept` says how long a classroom keeps its messages. */
export function keptCard(kept: Kept, daysKept: (classroom: KeptClassroom) => number, t: Translate): Card {
  const { experiments, predictions, classrooms } = kept;
  // Only the export shows kept lines of "did you mean": people do not see them as settings.
  const settings = Object.entries(kept.settings)
    .filter(([name]) => name !== MEANT)
    .map(([name, value]) => `${name}: ${value}`);
  const messages = classrooms.reduce((sum, classroom) => sum + classroom.messages, 0);
  return {
    title: t('privacy.title'),
    blocks: [
      {
        type: 'fields',
        fields: [
          { label: t('privacy.field.name'), value: kept.name },
          { label: t('privacy.field.seen'), value: t.date(kept.seenAt) },
          { label: t('privacy.field.settings'), value: settings.join(', ') || t('privacy.noSettings') },
          { label: t('privacy.field.experiments'), value: t.number(experiments.length) },
          ...(predictions.length === 0
            ? []
            : [{ label: t('privacy.field.predictions'), value: t.number(predictions.length) }]),
          { label: t('privacy.field.messages'), value: t.number(messages) },
          ...(kept.answers.length === 0
            ? []
            : [{ label: t('privacy.field.answers'), value: t.number(kept.answers.length) }]),
          ...(kept.teacherIn.length === 0
            ? []
            : [
                {
                  label: t('privacy.field.teacher'),
                  value: t('privacy.channels', { count: kept.teacherIn.length }),
                },
              ]),
        ],
      },
      ...experimentTable(kept, t),
      ...(classrooms.length === 0 ? [] : [classroomTable(classrooms, daysKept, t)]),
      text(t('privacy.howLong')),
      ...(isMember(kept) ? [text(t('privacy.otherPlaces'))] : []),
      {
        type: 'choices',
        choices: [button(t, 'export'), { ...button(t, 'forget'), style: 'danger' }],
      },
    ],
  };
}

const isMember = ({ classrooms }: Kept): boolean => classrooms.some(({ joinedAt }) => joinedAt !== null);

function experimentTable({ experiments }: Kept, t: Translate): Block[] {
  if (experiments.length === 0) return [];
  const left = experiments.length - MOST_EXPERIMENTS;
  return [
    {
      type: 'table',
      columns: [{ label: t('privacy.table.experiment'), align: 'right' }, { label: t('privacy.table.when') }],
      rows: experiments
        .slice(0, MOST_EXPERIMENTS)
        .map(({ id, createdAt }) => [String(id), t.date(createdAt)]),
    },
    ...(left > 0 ? [text(t('privacy.moreExperiments', { count: left }), 'quiet')] : []),
  ];
}

const classroomTable = (
  classrooms: readonly KeptClassroom[],
  daysKept: (classroom: KeptClassroom) => number,
  t: Translate,
): Block => ({
  type: 'table',
  columns: [
    { label: t('privacy.table.classroom') },
    { label: t('privacy.table.messages'), align: 'right' },
    { label: t('privacy.table.oldest') },
    { label: t('privacy.table.kept') },
  ],
  rows: classrooms.map((classroom) => [
    classroom.title,
    t.number(classroom.messages),
    classroom.oldest === null ? '–' : t.date(classroom.oldest),
    t('privacy.days', { count: daysKept(classroom) }),
  ]),
});

/** Asks before a person's data is deleted. */
export const askCard = (kept: Kept, t: Translate): Card => ({
  title: t('privacy.ask.title'),
  blocks: [
    text([t('privacy.ask.text'), ...(isMember(kept) ? [t('privacy.ask.leaves')] : [])].join(' ')),
    text(t('privacy.ask.names'), 'quiet'),
    {
      type: 'choices',
      choices: [{ ...button(t, 'confirm'), style: 'danger' }, button(t, 'drop')],
    },
  ],
});

/** `content`: JSON. */
export const exportCard = (content: string, t: Translate): Card => ({
  title: t('privacy.title'),
  blocks: [
    text(t('privacy.exported')),
    { type: 'file', name: 'kept-of-me.json', mediaType: 'application/json', content },
  ],
});
