/** Forms as modals: an input for each field, and what was filled in as values again. */
import type { types } from '@slack/bolt';
import type { Field, FormValues } from '../../chat/card.ts';
import type { Option, Options } from '../../chat/option.ts';
import { within } from '../../chat/within.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { MORE_ID } from './action-id.ts';
import type { SentFile } from './downloads.ts';
import { LIMITS } from './limits.ts';
import { buttons } from './render.ts';

/** What a modal is for, and where its answer goes. Everything else that a form needs is asked for again. */
export interface FormPlace {
  readonly team: string;
  readonly channel: string;
  readonly thread?: string | undefined;
  /** The address by which whoever opened it can be answered. */
  readonly hook?: string | undefined;
  readonly hookAt?: number | undefined;
}

/** The action id of every field's element; its block has the field's name. */
export const VALUE = 'value';
/** Fields of a first step. */
const FIRST = 6;
/** Kinds of options whose values are asked for while somebody types. */
const COMPLETED: readonly Option<unknown>['kind'][] = ['policy', 'experiment', 'quiz', 'label', 'dataset'];

const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: within(text.trim() === '' ? '–' : text, most),
  emoji: false,
});

const optionOf = ({
  value,
  label,
}: {
  readonly value: string;
  readonly label: string;
}): types.PlainTextOption => ({
  text: plain(label, LIMITS.optionText),
  value,
});

function elementOf(field: Field, kind: Option<unknown>['kind'] | undefined): types.InputBlockElement {
  const { choices, many, value, max = LIMITS.input } = field;
  const action = { action_id: VALUE };
  if (kind === 'picture' || kind === 'file') return { type: 'file_input', ...action, max_files: 1 };
  if (kind === 'member') return { type: 'users_select', ...action };
  const picked = choices
    ?.filter((choice) => choice.value.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map(optionOf);
  if (picked && picked.length > 0 && many) return { type: 'multi_static_select', ...action, options: picked };
  const initial = picked?.find((one) => one.value === value);
  if (picked && picked.length > 0)
    return { type: 'static_select', ...action, options: picked, ...(initial && { initial_option: initial }) };
  if (kind !== undefined && COMPLETED.includes(kind)) {
    const typed = value !== undefined && value !== '' && value.length <= LIMITS.optionValue;
    return {
      type: 'external_select',
      ...action,
      min_query_length: 0,
      ...(typed && { initial_option: optionOf({ value, label: value }) }),
    };
  }
  if (kind === 'number' || kind === 'integer') {
    // 1e-3 is a number to us and none to Slack.
    const isPlain = value !== undefined && /^-?\d+(\.\d+)?$/.test(value);
    return {
      type: 'number_input',
      ...action,
      is_decimal_allowed: kind === 'number',
      ...(isPlain && { initial_value: value }),
    };
  }
  return {
    type: 'plain_text_input',
    ...action,
    multiline: field.multiline ?? false,
    max_length: Math.max(1, Math.min(max, LIMITS.input)),
    ...(value !== undefined && { initial_value: within(value, LIMITS.input) }),
  };
}

function inputOf(field: Field, kind: Option<unknown>['kind'] | undefined): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, LIMITS.label),
    optional: field.optional ?? false,
    ...(field.hint !== undefined && field.hint !== '' && { hint: plain(field.hint, LIMITS.label) }),
    element: elementOf(field, kind),
  };
}

/**
 * `callback`: what is done with it. `options`: the declarations, where the fields are those of a command. `isWhole`: a long
 * form shows all of its fields, and not what must be given and the first few alone.
 */
export function modalOf(
  form: {
    readonly callback: string;
    readonly title: string;
    readonly fields: readonly Field[];
    readonly options?: Options | undefined;
    readonly isWhole?: boolean;
    readonly at: FormPlace;
  },
  t: Translate,
): types.ModalView {
  const { fields, options } = form;
  const isLong = form.isWhole !== true && fields.length > FIRST;
  const shown = isLong ? fields.filter(({ optional }, i) => !optional || i < FIRST) : fields;
  const blocks: types.KnownBlock[] = shown
    .slice(0, LIMITS.viewBlocks - 1)
    .map((field) => inputOf(field, options?.[field.name]?.kind));
  if (shown.length < fields.length) blocks.push(buttons([{ id: MORE_ID, label: t('slack.more') }]));
  return {
    type: 'modal',
    callback_id: form.callback,
    title: plain(form.title, LIMITS.viewTitle),
    submit: plain(t('slack.send'), LIMITS.viewTitle),
    close: plain(t('slack.close'), LIMITS.viewTitle),
    private_metadata: JSON.stringify(form.at),
    blocks:
      blocks.length > 0 ? blocks : [{ type: 'section', text: plain(t('slack.nothingToFill'), LIMITS.text) }],
  };
}

/** What somebody has filled in, by the names of the fields; files by their names, and as they are. */
export function filledIn(values: unknown): {
  readonly values: FormValues;
  readonly files: ReadonlyMap<string, SentFile>;
} {
  const filled = new Map<string, string>();
  const files = new Map<string, SentFile>();
  // biome-ignore lint/suspicious/noExplicitAny: every kind of element has its own state
  for (const [name, state] of Object.entries((values ?? {}) as Record<string, Record<string, any>>)) {
    const element = state[VALUE];
    if (!element) continue;
    const [file] = element.files ?? [];
    if (file) {
      filled.set(name, file.name);
      files.set(file.name, file);
      continue;
    }
    const many = element.selected_options?.map((one: { value: string }) => one.value).join(' ');
    const value = element.value ?? element.selected_option?.value ?? element.selected_user ?? many;
    if (typeof value === 'string') filled.set(name, value);
  }
  return { values: Object.fromEntries(filled), files };
}
