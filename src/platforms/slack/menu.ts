/** What one does first, or the commands of a group, as a modal to press: each opens the form of its options. */
import type { types } from '@slack/bolt';
import type { NamedCommand } from '../../chat/command.ts';
import { summaryOf } from '../../chat/describe.ts';
import type { Person } from '../../chat/place.ts';
import { mayUse } from '../../chat/roles.ts';
import { within } from '../../chat/within.ts';
import type { Translate } from '../../i18n/i18n.ts';
import { optionsId } from './action-id.ts';
import { LIMITS } from './limits.ts';
import type { FormPlace } from './modal.ts';

const FIRST = [
  'augment preview',
  'experiment run',
  'experiment predict',
  'quiz answer',
  'augment list',
  'help',
];

const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: within(text, most),
  emoji: false,
});

/** `group`: the first word of the commands that are listed; undefined for what one does first. */
export function menuOf<S>(
  commands: readonly NamedCommand<S>[],
  { group, person, at, t }: { group: string | undefined; person: Person; at: FormPlace; t: Translate },
): types.ModalView {
  const listed =
    group === undefined
      ? FIRST.flatMap((name) => commands.find((one) => one.name === name) ?? [])
      : commands.filter(({ name }) => name.startsWith(`${group} `));
  return {
    type: 'modal',
    callback_id: 'menu',
    title: plain(group === undefined ? t('slack.menu.title') : `/${group}`, LIMITS.viewTitle),
    close: plain(t('slack.close'), LIMITS.viewTitle),
    private_metadata: JSON.stringify(at),
    blocks: listed
      .filter((one) => mayUse(one, person))
      .map(({ name, command }) => ({
        type: 'section',
        text: plain(summaryOf(t, command), LIMITS.text),
        accessory: { type: 'button', action_id: optionsId(name), text: plain(`/${name}`, LIMITS.button) },
      })),
  };
}
