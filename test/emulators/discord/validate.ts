/** Holds a body to a schema of Discord's published specification, strictly, and words what is wrong as Discord does. */
import * as published from 'discord-api-spec/zod';
import * as z from 'zod/mini';
import { type Flaw, flaw } from './errors.ts';

type Schema = z.core.$ZodType;
// The package's types are its JavaScript, so a schema is looked up by its name.
const schemas = published as unknown as Record<string, Schema>;

// biome-ignore lint/suspicious/noExplicitAny: zod types the definition of each kind of schema apart; a walk needs them all
type Definition = any;

const strictOnes = new Map<Schema, Schema>();

/** The same schema, refusing keys that it does not know: the package's own switch comes too late to have any effect. */
function strict(schema: Schema): Schema {
  const known = strictOnes.get(schema);
  if (known) return known;
  const def: Definition = schema._zod.def;
  const remade = (changes: object): Schema => z.core.clone(schema, { ...def, ...changes });
  const made = ((): Schema => {
    if (def.type === 'object') {
      const shape = Object.fromEntries(
        Object.entries(def.shape).map(([key, value]) => [key, strict(value as Schema)]),
      );
      return remade({ shape, catchall: z.never() });
    }
    if (def.type === 'array') return remade({ element: strict(def.element) });
    if (def.type === 'union') return remade({ options: def.options.map(strict) });
    if (def.type === 'lazy') return z.lazy(() => strict(def.getter()) as z.ZodMiniType);
    if (def.type === 'optional' || def.type === 'nullable')
      return remade({ innerType: strict(def.innerType) });
    if (def.type === 'record') return remade({ valueType: strict(def.valueType) });
    return schema;
  })();
  strictOnes.set(schema, made);
  return made;
}

const asked = new Map<string, Schema>();

/** What is wrong with `body` by the schema of that name, e.g. `MessageCreateRequest`; nothing if it may pass. */
export function flawsOf(name: string, body: unknown, at: Flaw['path'] = []): Flaw[] {
  const found = schemas[`${name}Schema`];
  if (!found) throw new Error(`discord-api-spec has no ${name}Schema.`);
  const schema = asked.get(name) ?? strict(found);
  asked.set(name, schema);
  const result = z.core.safeParse(schema, body, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => flaws(issue, at));
}

const kinds: Record<string, string> = {
  string: 'STRING',
  number: 'NUMBER',
  int: 'NUMBER',
  boolean: 'BOOLEAN',
};

function flaws(issue: z.core.$ZodIssue, before: Flaw['path']): Flaw[] {
  const path = [...before, ...(issue.path as (string | number)[])];
  const one = (code: string, message: string): Flaw[] => [flaw(path, code, message)];
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null)
        return one('BASE_TYPE_REQUIRED', 'This field is required');
      if (issue.expected === 'object' || issue.expected === 'record')
        return one('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      if (issue.expected === 'array')
        return one('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return one(
        `${kinds[issue.expected] ?? 'BASE'}_TYPE_CONVERT`,
        `Could not interpret "${JSON.stringify(issue.input)}" as ${issue.expected}.`,
      );
    case 'too_big':
      if (issue.origin === 'string' || issue.origin === 'array')
        return one('BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`);
      return one('NUMBER_TYPE_MAX', `int value should be less than or equal to ${issue.maximum}.`);
    case 'too_small':
      if (issue.origin === 'string' && issue.input === '')
        return one('BASE_TYPE_REQUIRED', 'This field is required');
      if (issue.origin === 'string' || issue.origin === 'array')
        return one('BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`);
      return one('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${issue.minimum}.`);
    case 'invalid_value':
      return one('BASE_TYPE_CHOICES', `Value must be one of (${issue.values.map(String).join(', ')}).`);
    case 'invalid_format':
      if (issue.format === 'url') return one('URL_TYPE_INVALID_URL', 'Not a well formed URL.');
      return one('STRING_TYPE_REGEX', 'String value did not match validation regex.');
    case 'unrecognized_keys':
      // Discord passes over a key it does not know; a bot that sends one has a mistake in it.
      return issue.keys.map((key) =>
        flaw([...path, key], 'UNKNOWN_KEY', `Discord knows no "${key}" here and would pass over it.`),
      );
    case 'invalid_union': {
      const branch = meant(issue);
      if (branch) return branch.flatMap((inner) => flaws(inner, path));
      return [
        flaw(
          [...path, 'type'],
          'UNION_TYPE_CHOICES',
          'Value of field "type" must be one of those that may be here.',
        ),
      ];
    }
    default:
      return one('BASE_TYPE_BAD', issue.message);
  }
}

/** Of a union's branches the one whose `type` fits; where there is no `type`, the one that came furthest. */
function meant(issue: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | undefined {
  const branches = issue.errors.filter(
    (issues) =>
      !issues.some(
        (inner) => inner.path.length === 1 && inner.path[0] === 'type' && inner.code !== 'unrecognized_keys',
      ),
  );
  if (branches.length === 0) return undefined;
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(...issues.map(({ path }) => path.length));
  return [...branches].sort((a, b) => depth(b) - depth(a))[0];
}
