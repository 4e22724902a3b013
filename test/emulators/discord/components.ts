/** The rules for components and embeds that the published schemas do not say. */
import { type Flaw, flaw } from './errors.ts';
import type { Json } from './types.ts';

export const Flag = {
  SuppressEmbeds: 1 << 2,
  Ephemeral: 1 << 6,
  Loading: 1 << 7,
  SuppressNotifications: 1 << 12,
  ComponentsV2: 1 << 15,
} as const;

export const Type = {
  ActionRow: 1,
  Button: 2,
  StringSelect: 3,
  TextInput: 4,
  Section: 9,
  TextDisplay: 10,
  Thumbnail: 11,
  MediaGallery: 12,
  File: 13,
  Separator: 14,
  Container: 17,
  Label: 18,
} as const;

const selects: readonly number[] = [3, 5, 6, 7, 8];

interface Placed {
  readonly component: Json;
  readonly path: (string | number)[];
}

/** Every component, parents before children. */
export function* each(
  components: readonly Json[],
  path: (string | number)[] = ['components'],
): Generator<Placed> {
  for (const [index, component] of components.entries()) {
    const here = [...path, index];
    yield { component, path: here };
    if (Array.isArray(component.components)) yield* each(component.components, [...here, 'components']);
    for (const key of ['accessory', 'component']) {
      if (component[key]) yield { component: component[key], path: [...here, key] };
    }
  }
}

/** Pictures and files that components show, with where they are said. */
export function* mediaOf(components: readonly Json[]): Generator<{ media: Json; path: (string | number)[] }> {
  for (const { component, path } of each(components)) {
    if (component.type === Type.Thumbnail) yield { media: component.media, path: [...path, 'media'] };
    if (component.type === Type.File) yield { media: component.file, path: [...path, 'file'] };
    if (component.type === Type.MediaGallery)
      for (const [index, item] of component.items.entries())
        yield { media: item.media, path: [...path, 'items', index, 'media'] };
  }
}

const REFERENCE = 'attachment://';
export const referenced = (url: unknown): string | undefined =>
  typeof url === 'string' && url.startsWith(REFERENCE) ? decoded(url.slice(REFERENCE.length)) : undefined;

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const duplicated = (path: Flaw['path']): Flaw =>
  flaw([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');

function duplicates(components: readonly Json[]): Flaw[] {
  const seen = new Set<string>();
  const flaws: Flaw[] = [];
  for (const { component, path } of each(components)) {
    if (typeof component.custom_id !== 'string') continue;
    if (seen.has(component.custom_id)) flaws.push(duplicated(path));
    seen.add(component.custom_id);
  }
  const ids = new Set<number>();
  for (const { component, path } of each(components)) {
    if (!component.id) continue;
    if (ids.has(component.id))
      flaws.push(flaw([...path, 'id'], 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated'));
    ids.add(component.id);
  }
  return flaws;
}

function buttonFlaws(button: Json, path: Flaw['path']): Flaw[] {
  const flaws: Flaw[] = [];
  const says = (key: string, code: string, message: string): void =>
    void flaws.push(flaw([...path, key], code, message));
  if (button.style === 5) {
    if (!button.url) says('url', 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
    if (button.custom_id)
      says(
        'custom_id',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
  } else if (button.style !== 6) {
    if (!button.custom_id)
      says('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
    if (button.url)
      says(
        'url',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
  }
  if (button.style !== 6 && !button.label && !button.emoji)
    says('label', 'BUTTON_COMPONENT_INVALID_LABEL', 'A button needs a label or an emoji');
  return flaws;
}

function selectFlaws(select: Json, path: Flaw['path']): Flaw[] {
  const flaws: Flaw[] = [];
  const options: Json[] = select.options ?? [];
  const values = new Set<string>();
  for (const [index, option] of options.entries()) {
    if (values.has(option.value))
      flaws.push(
        flaw(
          [...path, 'options', index, 'value'],
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
          'The specified option value is already used',
        ),
      );
    values.add(option.value);
  }
  const most = select.max_values ?? 1;
  if ((select.min_values ?? 1) > most)
    flaws.push(flaw([...path, 'min_values'], 'BASE_TYPE_MAX', 'min_values must not be above max_values'));
  if (select.type === Type.StringSelect && most > options.length)
    flaws.push(
      flaw(
        [...path, 'max_values'],
        'SELECT_COMPONENT_MAX_VALUES_INVALID',
        'max_values must not be above the number of options',
      ),
    );
  if (options.filter((option) => option.default).length > most)
    flaws.push(
      flaw(
        [...path, 'options'],
        'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES',
        'The number of default values must not be above max_values',
      ),
    );
  return flaws;
}

function rowFlaws(row: Json, path: Flaw['path']): Flaw[] {
  const kinds: Json[] = row.components;
  const chosen = kinds.filter(({ type }) => selects.includes(type)).length;
  if (chosen > 1 || (chosen === 1 && kinds.length > 1))
    return [
      flaw(
        [...path, 'components'],
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        'The specified component exceeds the maximum width',
      ),
    ];
  return [];
}

const textOf = (components: readonly Json[]): string[] =>
  [...each(components)]
    .filter(({ component }) => component.type === Type.TextDisplay)
    .map(({ component }) => component.content);

export interface Draft {
  readonly content: string;
  readonly flags: number;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  /** Names of the files that are on the message, as Discord writes them. */
  readonly files: readonly string[];
}

/** What Discord refuses about a message as it would be after the request. */
export function draftFlaws(draft: Draft): Flaw[] {
  const v2 = (draft.flags & Flag.ComponentsV2) !== 0;
  const flaws: Flaw[] = [...duplicates(draft.components)];
  for (const { component, path } of each(draft.components)) {
    if (component.type === Type.Button) flaws.push(...buttonFlaws(component, path));
    if (selects.includes(component.type)) flaws.push(...selectFlaws(component, path));
    if (component.type === Type.ActionRow) flaws.push(...rowFlaws(component, path));
  }
  flaws.push(...(v2 ? newFlaws(draft) : oldFlaws(draft)));
  const shown: { url: unknown; path: Flaw['path'] }[] = [
    ...[...mediaOf(draft.components)].map(({ media, path }) => ({ url: media.url, path: [...path, 'url'] })),
    ...draft.embeds.flatMap((embed, index) =>
      ['image', 'thumbnail'].map((key) => ({ url: embed[key]?.url, path: ['embeds', index, key, 'url'] })),
    ),
  ];
  for (const { url, path } of shown) {
    if (url === undefined) continue;
    const name = referenced(url);
    if (name === undefined ? !/^https?:/.test(String(url)) : !draft.files.includes(name))
      flaws.push(
        flaw(
          path,
          'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
          `The referenced attachment was not found: ${url}`,
        ),
      );
  }
  return flaws;
}

function oldFlaws({ components, embeds, content }: Draft): Flaw[] {
  const flaws: Flaw[] = [];
  if (content.length > 2000)
    flaws.push(flaw(['content'], 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.'));
  if (components.length > 5)
    flaws.push(flaw(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.'));
  for (const [index, { type }] of components.entries())
    if (type !== Type.ActionRow)
      flaws.push(
        flaw(
          ['components', index, 'type'],
          'UNION_TYPE_CHOICES',
          'Value of field "type" must be one of (1,).',
        ),
      );
  const size = (embed: Json): number =>
    [
      embed.title,
      embed.description,
      embed.footer?.text,
      embed.author?.name,
      ...(embed.fields ?? []).flatMap((field: Json) => [field.name, field.value]),
    ]
      .map((text) => text?.length ?? 0)
      .reduce((sum, length) => sum + length, 0);
  if (embeds.reduce((sum, embed) => sum + size(embed), 0) > 6000)
    flaws.push(flaw(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000'));
  return flaws;
}

function newFlaws({ components, embeds, content, files }: Draft): Flaw[] {
  const flaws: Flaw[] = [];
  const legacy = (field: string): void =>
    void flaws.push(
      flaw(
        [field],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      ),
    );
  if (content !== '') legacy('content');
  if (embeds.length > 0) legacy('embeds');
  if ([...each(components)].length > 40)
    flaws.push(
      flaw(
        ['components'],
        'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
        'The total number of components must be 40 or fewer',
      ),
    );
  if (textOf(components).reduce((sum, text) => sum + text.length, 0) > 4000)
    flaws.push(
      flaw(
        ['components'],
        'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
        'Component displayable text size exceeds maximum size of 4000',
      ),
    );
  const named = new Set(
    [...mediaOf(components)].map(({ media }) => referenced(media.url) ?? lastPart(media.url)),
  );
  for (const file of files)
    if (!named.has(file))
      flaws.push(
        flaw(
          ['attachments'],
          'MESSAGE_ATTACHMENT_NOT_REFERENCED',
          `No component shows the attachment ${file}`,
        ),
      );
  return flaws;
}

/** A kept attachment may also be shown by its address. */
const lastPart = (url: unknown): string => decoded(String(url).split('?')[0]?.split('/').at(-1) ?? '');

/** What Discord refuses about a modal, besides its schema. */
export function modalFlaws(modal: Json): Flaw[] {
  const flaws: Flaw[] = [...duplicates(modal.components)];
  if (modal.components.length > 5)
    flaws.push(flaw(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.'));
  for (const { component, path } of each(modal.components)) {
    if (component.type === Type.ActionRow && component.components.length > 1)
      flaws.push(
        flaw(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        ),
      );
    if (component.type === Type.StringSelect) flaws.push(...selectFlaws(component, path));
    if (component.type !== Type.TextInput) continue;
    const inLabel = path.at(-1) === 'component';
    if (!inLabel && !component.label)
      flaws.push(flaw([...path, 'label'], 'BASE_TYPE_REQUIRED', 'This field is required'));
    if (inLabel && component.label)
      flaws.push(
        flaw([...path, 'label'], 'TEXT_INPUT_LABEL_IN_LABEL', 'The label is that of the Label component'),
      );
    if ((component.min_length ?? 0) > (component.max_length ?? 4000))
      flaws.push(flaw([...path, 'min_length'], 'NUMBER_TYPE_MAX', 'min_length must not be above max_length'));
    if ((component.value?.length ?? 0) > (component.max_length ?? 4000))
      flaws.push(
        flaw(
          [...path, 'value'],
          'BASE_TYPE_MAX_LENGTH',
          `Must be ${component.max_length} or fewer in length.`,
        ),
      );
  }
  return flaws;
}

/** The same components with an `id` each, as Discord gives those that have none. */
export function numbered(components: readonly Json[]): Json[] {
  const copy: Json[] = structuredClone(components) as Json[];
  const taken = new Set([...each(copy)].map(({ component }) => component.id).filter(Boolean));
  let next = 1;
  for (const { component } of each(copy)) {
    if (component.id) continue;
    while (taken.has(next)) next += 1;
    component.id = next;
    taken.add(next);
  }
  return copy;
}

/** All that a person reads in components, in order. */
export function textsIn(components: readonly Json[]): string[] {
  return [...each(components)].flatMap(({ component }) =>
    [
      component.content,
      component.label,
      component.placeholder,
      ...(component.options ?? []).map((option: Json) => option.label),
      ...(component.items ?? []).map((item: Json) => item.description),
    ].filter((text): text is string => typeof text === 'string'),
  );
}
