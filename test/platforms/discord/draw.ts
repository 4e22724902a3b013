/** A message as a person can read it in a file. */
import { Flag, Type } from '../../emulators/discord/components.ts';
import type { Attachment, Json, Message } from '../../emulators/discord/index.ts';

const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link'];

/** Who sees it, the components with all that they have, and the files. */
export function drawMessage({
  flags,
  components,
  attachments,
  content,
  embeds,
}: Omit<Message, 'at'>): string {
  const known = Flag.ComponentsV2 | Flag.Ephemeral;
  const first = [
    flags & Flag.Ephemeral ? 'for the asker alone' : 'for everybody',
    flags & Flag.ComponentsV2 ? [] : 'NOT OF COMPONENTS',
    flags & ~known ? `flags ${flags & ~known}` : [],
    content || [],
    embeds.length > 0 ? JSON.stringify(embeds) : [],
  ].flat();
  return [
    `(${first.join(', ')})`,
    ...components.flatMap((component) => drawComponent(component)),
    ...attachments.map(drawAttachment),
  ].join('\n');
}

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`));

function drawComponent(component: Json): string[] {
  const { type, id: _, name: __, size: ___, ...rest } = component;
  const [lines, seen] = shown(type, rest);
  // Discord fills in what goes without saying.
  const unseen = Object.entries(rest).filter(([key, value]) => !seen.includes(key) && value !== null);
  return [...lines, ...(unseen.length > 0 ? [`  and ${JSON.stringify(Object.fromEntries(unseen))}`] : [])];
}

/** Where it is kept differs from message to message. */
const fileOf = (url: string) => url.split('/').at(-1);

function shown(type: number, rest: Json): [lines: string[], keys: string[]] {
  switch (type) {
    case Type.Container:
      return [
        [`card #${rest.accent_color.toString(16)}`, ...indented(rest.components.flatMap(drawComponent))],
        ['accent_color', 'components'],
      ];
    case Type.TextDisplay:
      return [rest.content.split('\n').map((line: string) => (line === '' ? '|' : `| ${line}`)), ['content']];
    case Type.MediaGallery:
      return [
        rest.items.flatMap(({ media, description, ...more }: Json) => [
          `<picture ${fileOf(media.url)}> ${Object.keys(more).length > 0 ? JSON.stringify(more) : ''}`.trimEnd(),
          `    alt: ${description}`,
        ]),
        ['items'],
      ];
    case Type.File:
      return [[`<file ${fileOf(rest.file.url)}>`], ['file']];
    case Type.Separator:
      return [['----'], []];
    case Type.ActionRow:
      return [rest.components.flatMap(drawComponent), ['components']];
    case Type.Button:
      return [
        [`[ ${rest.label} ] ${STYLES[rest.style]} -> ${rest.custom_id}`],
        ['style', 'label', 'custom_id'],
      ];
    case Type.StringSelect:
      return [
        [
          `[ ${rest.placeholder} v ] -> ${rest.custom_id}`,
          ...rest.options.map(({ label, value, ...more }: Json) =>
            [
              `    ${label} -> ${value}`,
              ...(Object.keys(more).length > 0 ? [JSON.stringify(more)] : []),
            ].join(' '),
          ),
        ],
        ['placeholder', 'custom_id', 'options'],
      ];
    default:
      return [[`type ${type}`], []];
  }
}

/** Sizes differ a little from machine to machine. */
function drawAttachment({ filename, description, bytes, width, height }: Attachment): string {
  const weight = bytes.length <= 1e6 ? 'at most 1 MB' : 'more than 1 MB';
  const size = width === undefined ? '' : ` ${width}×${height}`;
  const isText = /\.(txt|csv|json|md)$/.test(filename);
  return [
    `file ${filename}${size}, ${weight}${description === undefined ? '' : ', with alt text'}`,
    ...(isText ? excerpt(Buffer.from(bytes).toString()).map((line) => `    ${line}`) : []),
  ].join('\n');
}

const EXCERPT = 4;

/** The beginning, and how much more there is. */
function excerpt(text: string): string[] {
  const lines = text.trimEnd().split('\n');
  const kept = lines.slice(0, EXCERPT).map((line) => (line.length > 120 ? `${line.slice(0, 120)}…` : line));
  return lines.length > EXCERPT ? [...kept, '…'] : kept;
}
