/** Blocks, as strictly as Slack's documentation has them: every limit, and unknown fields refused. */
import { SLACK } from './limits.ts';
import {
  boolean,
  both,
  byType,
  type Flaw,
  flaw,
  list,
  matching,
  object,
  oneOf,
  type Rule,
  string,
  whole,
} from './rules.ts';
import type { Json } from './types.ts';

const id = string(SLACK.id);
const always =
  (type: string): Rule =>
  (value, at) =>
    value === type ? [] : flaw(at, `must be ${type}`);

const plainText = (most: number): Rule =>
  object({ type: always('plain_text'), text: string(most), 'emoji?': boolean });
const anyText = (most: number): Rule =>
  byType({
    plain_text: plainText(most),
    mrkdwn: object({ type: always('mrkdwn'), text: string(most), 'verbatim?': boolean }),
  });

const option = object({
  text: plainText(SLACK.optionText),
  value: string(SLACK.optionValue),
  'description?': plainText(SLACK.optionText),
});
const options = list(option, SLACK.options);
const placeholder = { 'placeholder?': plainText(SLACK.placeholder) };

/** What `initial_option` names must be among the options. */
const amongOptions: Rule = ({ options: all, initial_option: first }, at) =>
  first === undefined || all?.some((one: Json) => JSON.stringify(one) === JSON.stringify(first))
    ? []
    : flaw(`${at}/initial_option`, 'initial_option was not found in options');
const differingOptions: Rule = ({ options: all }, at) =>
  Array.isArray(all) && new Set(all.map((one: Json) => one?.value)).size < all.length
    ? flaw(`${at}/options`, 'option values must be unique')
    : [];

const element = (type: string, fields: Readonly<Record<string, Rule>>): Rule =>
  object({ type: always(type), action_id: id, ...fields });
const focus = { 'focus_on_load?': boolean };
const staticSelect = both(
  element('static_select', { options, 'initial_option?': option, ...placeholder, ...focus }),
  amongOptions,
  differingOptions,
);
const externalSelect = element('external_select', {
  'initial_option?': option,
  'min_query_length?': whole(0, 100),
  ...placeholder,
  ...focus,
});
const button = element('button', {
  text: plainText(SLACK.button),
  'value?': string(SLACK.buttonValue),
  'style?': oneOf('primary', 'danger'),
  'accessibility_label?': string(SLACK.button),
});

const styles = object({ 'bold?': boolean, 'italic?': boolean, 'strike?': boolean, 'code?': boolean });
const richPart = byType({
  text: object({ type: always('text'), text: string(SLACK.richText), 'style?': styles }),
  link: object({
    type: always('link'),
    url: string(3000),
    'text?': string(SLACK.richText),
    'style?': styles,
  }),
  user: object({ type: always('user'), user_id: string(40), 'style?': styles }),
  broadcast: object({ type: always('broadcast'), range: oneOf('here', 'channel', 'everyone') }),
});
const richSection = object({ type: always('rich_text_section'), elements: list(richPart, 500) });
const richText = object({
  type: always('rich_text'),
  'block_id?': id,
  elements: list(
    byType({
      rich_text_section: richSection,
      rich_text_preformatted: object({
        type: always('rich_text_preformatted'),
        elements: list(richPart, 500),
        'border?': whole(0, 1),
      }),
      rich_text_quote: object({ type: always('rich_text_quote'), elements: list(richPart, 500) }),
      rich_text_list: object({
        type: always('rich_text_list'),
        style: oneOf('bullet', 'ordered'),
        elements: list(richSection, 100),
        'indent?': whole(0, 8),
      }),
    }),
    100,
  ),
});

const cell = byType({
  raw_text: object({ type: always('raw_text'), text: string(SLACK.tableText) }),
  rich_text: richText,
});
const evenRows: Rule = ({ rows }, at) =>
  Array.isArray(rows) && new Set(rows.map((row: Json) => row?.length)).size > 1
    ? flaw(`${at}/rows`, 'all rows must have the same number of cells')
    : [];

const block = (type: string, fields: Readonly<Record<string, Rule>>): Rule =>
  object({ type: always(type), 'block_id?': id, ...fields });

/** Ids like F0123456789: `^F[A-Z0-9]{8,}$`. */
const slackFile = object({ id: matching(/^F[A-Z0-9]{8,}$/, 'invalid slack file') });

const common = {
  actions: block('actions', {
    elements: list(
      byType({ button, static_select: staticSelect, external_select: externalSelect }),
      SLACK.actionElements,
    ),
  }),
  context: block('context', {
    elements: list(anyText(SLACK.sectionText), SLACK.contextElements),
  }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(SLACK.header) }),
  image: block('image', {
    alt_text: string(SLACK.alt),
    slack_file: slackFile,
    'title?': plainText(SLACK.alt),
  }),
  rich_text: richText,
  section: both(
    block('section', {
      'text?': anyText(SLACK.sectionText),
      'fields?': list(anyText(SLACK.sectionField), SLACK.sectionFields),
      'accessory?': byType({ button, static_select: staticSelect }),
      'expand?': boolean,
    }),
    (value, at) => ('text' in value || 'fields' in value ? [] : flaw(at, 'missing required field: text')),
  ),
};

const inputElement = byType({
  plain_text_input: element('plain_text_input', {
    'multiline?': boolean,
    'min_length?': whole(0, SLACK.textInput),
    'max_length?': whole(1, SLACK.textInput),
    'initial_value?': string(SLACK.textInput, 0),
    ...placeholder,
    ...focus,
  }),
  number_input: element('number_input', {
    is_decimal_allowed: boolean,
    'initial_value?': matching(/^-?\d+(\.\d+)?$/, 'must be a number'),
    'min_value?': matching(/^-?\d+(\.\d+)?$/, 'must be a number'),
    'max_value?': matching(/^-?\d+(\.\d+)?$/, 'must be a number'),
    ...placeholder,
    ...focus,
  }),
  static_select: staticSelect,
  external_select: externalSelect,
  multi_static_select: both(
    element('multi_static_select', { options, 'initial_options?': options, ...placeholder }),
    differingOptions,
  ),
  users_select: element('users_select', { 'initial_user?': string(40), ...placeholder, ...focus }),
  file_input: element('file_input', {
    'filetypes?': list(string(20), 50),
    'max_files?': whole(1, SLACK.fileInput),
  }),
});

const MESSAGE: Readonly<Record<string, Rule>> = {
  ...common,
  table: both(
    block('table', {
      rows: list(list(cell, SLACK.tableColumns), SLACK.tableRows),
      'column_settings?': list(
        object({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean }),
        SLACK.tableColumns,
      ),
    }),
    evenRows,
  ),
};
const VIEW: Readonly<Record<string, Rule>> = {
  ...common,
  input: block('input', {
    label: plainText(SLACK.label),
    element: inputElement,
    'hint?': plainText(SLACK.label),
    'optional?': boolean,
    'dispatch_action?': boolean,
  }),
};

/** Every string that is read in a value. */
export const wordsIn = (value: Json, name = ''): string[] => {
  if (typeof value === 'string') return ['text', 'alt_text'].includes(name) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => wordsIn(one, Array.isArray(value) ? name : key));
};
export const lengthOf = (value: Json): number => wordsIn(value).reduce((sum, word) => sum + word.length, 0);

/** Slack takes an action's id once in a block, and a block's id once in a message. */
function repeated(blocks: readonly Json[], at: string): readonly Flaw[] {
  const ids = blocks.flatMap((one) => (one?.block_id === undefined ? [] : [one.block_id]));
  const twice = ids.find((one, i) => ids.indexOf(one) !== i);
  const inBlocks = blocks.flatMap((one, i) => {
    const actions = (one?.elements ?? []).flatMap((part: Json) => part?.action_id ?? []);
    const again = actions.find((action: string, n: number) => actions.indexOf(action) !== n);
    return again === undefined
      ? []
      : flaw(`${at}/${i}/elements`, `\`action_id\` ${again} already exists for another element`);
  });
  return twice === undefined ? inBlocks : [...flaw(at, `block_id ${twice} already exists`), ...inBlocks];
}

/** What is wrong with the blocks of a message. */
export function messageFlaws(
  blocks: Json,
): { readonly error: string; readonly flaws: readonly Flaw[] } | undefined {
  const flaws = list(byType(MESSAGE), SLACK.messageBlocks, 0)(blocks, '/blocks');
  if (flaws.length > 0) return { error: 'invalid_blocks', flaws };
  const twice = repeated(blocks, '/blocks');
  if (twice.length > 0) return { error: 'invalid_blocks', flaws: twice };
  const tables = blocks.filter(({ type }: Json) => type === 'table');
  if (tables.length > SLACK.tables)
    return { error: 'invalid_attachments', flaws: flaw('/blocks', 'only one table is allowed in a message') };
  if (lengthOf(tables) > SLACK.tableText)
    return {
      error: 'invalid_blocks',
      flaws: flaw('/blocks', `tables must be less than ${SLACK.tableText + 1} characters`),
    };
  if (lengthOf(blocks) > SLACK.blocksText)
    return { error: 'msg_blocks_too_long', flaws: flaw('/blocks', 'the blocks are too long') };
  return undefined;
}

const viewRule = object({
  type: oneOf('modal'),
  title: plainText(SLACK.viewTitle),
  blocks: list(byType(VIEW), SLACK.viewBlocks),
  'submit?': plainText(SLACK.viewTitle),
  'close?': plainText(SLACK.viewTitle),
  'private_metadata?': string(SLACK.metadata, 0),
  'callback_id?': id,
  'clear_on_close?': boolean,
  'notify_on_close?': boolean,
  'external_id?': id,
});

/** What is wrong with a modal. */
export function viewFlaws(view: Json): readonly Flaw[] {
  const flaws = viewRule(view, '/view');
  if (flaws.length > 0) return flaws;
  if (view.blocks.some(({ type }: Json) => type === 'input') && view.submit === undefined)
    return flaw('/view', 'missing required field: submit');
  return repeated(view.blocks, '/view/blocks');
}
