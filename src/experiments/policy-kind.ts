/** Policies as values of an option: their mistakes, and suggestions at the cursor. */
import { completePolicy, type Example } from '../augment/complete.ts';
import { parsePolicy } from '../augment/policy.ts';
import type { Kind, KindContext } from '../chat/kind.ts';
import { UserError } from '../i18n/user-error.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';

/** The first suggestions: the command's default, and each network's default. */
function examples({ t, option }: KindContext): Example[] {
  const own =
    typeof option.default === 'string' ? [{ policy: option.default, why: t('assist.default') }] : [];
  return [
    ...own,
    ...Object.entries(DEFAULT_POLICIES)
      .filter(([, policy]) => policy !== option.default)
      .map(([model, policy]) => ({ policy, why: t('assist.suits', { model }) })),
  ];
}

export const policyKind: Kind = {
  check: (value) => void parsePolicy(value),
  complete(value, cursor, context) {
    const found = completePolicy(value, cursor, examples(context), context.t);
    const wrong = found.suggestions.length === 0 ? mistakeIn(value) : undefined;
    if (!wrong?.meant || !('value' in wrong.meant)) return found;
    // The corrected policy, and why.
    const insert = wrong.meant.value;
    const detail = context.t(wrong.key, wrong.params);
    return { ...found, from: 0, to: value.length, suggestions: [{ label: insert, detail, insert }] };
  },
};

function mistakeIn(value: string): UserError | undefined {
  try {
    parsePolicy(value);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
