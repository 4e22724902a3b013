/** A message as a person can read it in a file, and the golden files that are made of such drawings. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { env } from 'node:process';
import { expect } from 'vitest';
import { Flag, Type } from '../../emulators/discord/components.ts';
import type { Attachment, Json, Message } from '../../emulators/discord/index.ts';

const FOLDER = 'test/golden/discord';

/** Compares a text with the file of that name; AUGIE_GOLDEN=write writes it again. */
export function expectGolden(name: string, text: string): void {
  const file = `${FOLDER}/${name}`;
  if (env.AUGIE_GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const advice = `${file} is no longer what people see: read the difference, then AUGIE_GOLDEN=write`;
  expect(text, advice).toBe(readFileSync(file, 'utf8'));
}

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

/** Without what is another on every day and every machine: ids, times, durations, sizes. */
export const steady = (drawn: string): string =>
  drawn
    .replace(/(?<![\d.])\d{17,20}\b/g, 'ID')
    .replace(/(Receipt|접수 번호|Beleg) [0-9A-F]{6}/g, '$1 CODE')
    .replace(/\bp-[0-9a-f]{8}\b/g, 'p-WHO')
    .replace(/(?<=\.meant:)[0-9a-f]{8}\b/g, 'KEPT')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z([,;])[0-9A-F]{6}/g, 'DATE$1CODE')
    .replace(/\b[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{2}:\d{2}/g, 'DATE')
    .replace(/\b\d{4}\\?\. \d{1,2}\. \d{1,2}\. \d{2}:\d{2}/g, 'DATE')
    .replace(/\b\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}/g, 'DATE')
    .replace(/(?<![\d.,])\d+(?:[.,]\d)?(?:[ \u00a0](?:s|min|h)\b|초|분|시간)/g, 'TIME');
