/** Components of messages and modals: their kinds, and ways through them. */
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

export function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What text displays say: the one kind of component whose mentions ping. */
export const textOf = (components: readonly Json[]): string[] =>
  [...each(components)]
    .filter(({ component }) => component.type === Type.TextDisplay)
    .map(({ component }) => component.content);

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
