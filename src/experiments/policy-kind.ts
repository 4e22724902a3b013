/** Policies as values of an option: what is wrong with one, and what could stand at the cursor. */
import { completePolicy, type Example } from '../augment/complete.ts';
import { parsePolicy } from '../augment/policy.ts';
import type { Kind, KindContext } from '../chat/kind.ts';
import { UserError } from '../i18n/user-error.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';

/** What to begin with: the command's own default, and what suits each network. */
function examples({ t, option }: KindContext): Example[] {
  const own =
    typeof option.default === 'string' ? [{ policy: option.default, why: t('assist.default') }] : [];
  return [
    ...own,
    ...Object.entries(DEFAULT_POLICIES).map(([model, policy]) => ({
      policy,
      why: t('assist.suits', { model }),
    })),
  ];
}

export const policyKind: Kind = {
  check: (value) => void parsePolicy(value),
  complete(value, cursor, context) {
    const found = completePolicy(value, cursor, examples(context), context.t);
    const meant = found.suggestions.length === 0 ? whatIsMeant(value) : undefined;
    if (meant === undefined) return found;
    return { ...found, from: 0, to: value.length, suggestions: [{ label: meant, insert: meant }] };
  },
};

/** The whole policy put right, where it is clear how: `rotate(45)` is `rotate(0.125)`. */
function whatIsMeant(value: string): string | undefined {
  try {
    parsePolicy(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.meant && 'value' in error.meant ? error.meant.value : undefined;
  }
}
