/** The messages between shell and server, one JSON object a line. They cross processes, so they are checked on arrival. */
import { z } from 'zod';
import type { Block, Card, Field } from '../../../chat/card.ts';
import type { Invocation } from '../../../chat/place.ts';
import type { Outcome } from '../../../chat/ports.ts';
import { pressers } from '../../../chat/presser.ts';
import { locales } from '../../../i18n/i18n.ts';
import { themes } from '../../../images/theme.ts';
import { TERMINAL } from '../terminal.ts';

/** Raised with every change of these messages but to `hello`: a shell must understand any server's greeting. */
export const PROTOCOL = 5;

const binary = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const bytes = z.codec(z.string(), binary, {
  decode: (text) => Buffer.from(text, 'base64'),
  encode: (value) => Buffer.from(value).toString('base64'),
});

const label = z.string();
const picture = z.object({ type: z.literal('picture'), name: z.string(), alt: z.string() });
const figure = z.object({
  config: z.record(z.string(), z.unknown()),
  width: z.number(),
  height: z.number(),
});

const pixels = z.object({
  data: bytes,
  width: z.number(),
  height: z.number(),
  channels: z.union([z.literal(1), z.literal(3)]),
});
const cell = z.object({ pictures: z.array(pixels), heading: z.string(), lines: z.array(z.string()) });
const sheet = z.object({
  title: z.string(),
  columns: z.number(),
  cells: z.array(cell.nullable()),
  footer: z.string(),
  theme: z.enum(themes),
});

const field: z.ZodType<Field> = z.object({
  name: z.string(),
  label,
  hint: z.string().exactOptional(),
  multiline: z.boolean().exactOptional(),
  choices: z.array(z.object({ value: z.string(), label })).exactOptional(),
  many: z.boolean().exactOptional(),
  max: z.number().exactOptional(),
  value: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
});

const block: z.ZodType<Block> = z.union([
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('text'),
      text: z.string(),
      tone: z.enum(['plain', 'strong', 'quiet']).exactOptional(),
    }),
    z.object({
      type: z.literal('fields'),
      fields: z.array(z.object({ label, value: z.string(), line: z.string().exactOptional() })),
      details: z.string().exactOptional(),
    }),
    z.object({
      type: z.literal('table'),
      columns: z.array(z.object({ label, align: z.enum(['left', 'right']).exactOptional() })),
      rows: z.array(z.array(z.string())),
    }),
    z.object({ type: z.literal('file'), name: z.string(), mediaType: z.string(), content: z.string() }),
    z.object({
      type: z.literal('progress'),
      label,
      done: z.number(),
      total: z.number(),
      left: z.string().exactOptional(),
      paused: z.string().exactOptional(),
    }),
    z.object({
      type: z.literal('choices'),
      choices: z.array(
        z.object({
          id: z.string(),
          label,
          style: z.enum(['primary', 'danger']).exactOptional(),
          who: z.enum(pressers).exactOptional(),
          line: z.string().exactOptional(),
        }),
      ),
    }),
    z.object({ type: z.literal('input'), id: z.string(), label, fields: z.array(field) }),
    z.object({ type: z.literal('code'), language: z.string(), code: z.string() }),
    z.object({ type: z.literal('divider') }),
  ]),
  picture.extend({ figure }),
  picture.extend({ sheet }),
  picture.extend({ png: bytes }),
]);

const locale = z.enum(locales);

const card: z.ZodType<Card> = z.object({
  title: z.string(),
  trouble: z.enum(['mistake', 'fault']).exactOptional(),
  blocks: z.array(block),
  locale: locale.exactOptional(),
});

const invocation: z.ZodType<Invocation> = z.object({
  person: z.object({
    id: z.templateLiteral([z.literal(TERMINAL), ':', z.string()]),
    name: z.string(),
    teacher: z.boolean(),
  }),
  place: z.object({ platform: z.literal(TERMINAL), channel: z.string() }),
  locale: locale.optional(),
  localeTag: z.string().optional(),
  input: z.union([
    z.object({ text: z.string(), filled: z.record(z.string(), z.string()).exactOptional() }),
    z.object({ action: z.string(), values: z.record(z.string(), z.string()).exactOptional() }),
  ]),
});

const outcome: z.ZodType<Outcome> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    job: z.int().exactOptional(),
    confirm: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('mistake'),
    option: z.string().exactOptional(),
    field: field.exactOptional(),
    teacher: z.literal(true).exactOptional(),
  }),
  z.object({ kind: z.literal('fault') }),
]);

/** Shell to server. One command at a time; a shell that closes the connection no longer waits. */
export const toServer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('command'), invocation }),
  /** The requested picture or file. */
  z.object({ type: z.literal('picture'), id: z.int(), bytes }),
  /** A UserError instead of it, recreated on the other side. */
  z.object({
    type: z.literal('noPicture'),
    id: z.int(),
    key: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  /** Ends the job of the last command. */
  z.object({ type: z.literal('cancel') }),
]);
export type ToServer = z.infer<typeof toServer>;

/** Server to shell. For a command: an answer and its outcome; if that names a job, any number of edits and its end. */
export const toShell = z.discriminatedUnion('type', [
  /** The first message. */
  z.object({ type: z.literal('hello'), protocol: z.int() }),
  z.object({ type: z.literal('answer'), card, visibility: z.enum(['everyone', 'asker']) }),
  z.object({ type: z.literal('outcome'), outcome }),
  z.object({ type: z.literal('edit'), card }),
  z.object({ type: z.literal('settled') }),
  /** Requests a picture, or a text file, that the command names. */
  z.object({
    type: z.literal('readPicture'),
    id: z.int(),
    reference: z.string(),
    kind: z.enum(['picture', 'file']),
  }),
  /** The last message: the server is stopping. */
  z.object({ type: z.literal('stopping') }),
]);
export type ToShell = z.infer<typeof toShell>;
