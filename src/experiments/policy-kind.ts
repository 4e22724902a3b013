/** Policies as values of an option: what is wrong with one, and what could stand at the cursor. */
import { completePolicy, type Example } from '../augment/complete.ts';
import { parsePolicy } from '../augment/policy.ts';
import type { Kind, KindContext } from '../chat/kind.ts';
import { DEFAULT_POLICIES } from './default-policies.ts';

/** What to begin with: the command's own default, and what suits each network. */
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
  complete: (value, cursor, context) => completePolicy(value, cursor, examples(context), context.t),
};
