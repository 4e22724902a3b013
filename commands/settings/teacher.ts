/** /settings teacher: makes a person, or everybody with a role, a teacher in this classroom. */
import { sentenceCard } from '../../src/chat/card.ts';
import { option } from '../../src/chat/option.ts';
import { defineCommand } from '../../src/define-command.ts';
import type { MessageKey, MessageParams, Translate } from '../../src/i18n/i18n.ts';
import { UserError } from '../../src/i18n/user-error.ts';

export default defineCommand({
  summary: 'settings.teacher.summary',
  visibility: 'asker',
  who: 'teacher',
  options: {
    change: option.choice(['add', 'remove', 'list'], { positional: true }),
    who: option.member(),
  },
  async run({ classroom, teachers, readMember }, { change, who }) {
    const card = (key: MessageKey, params?: MessageParams) => ({
      card: (t: Translate) => sentenceCard(t('settings.teacher.title'), t(key, params)),
    });
    const known = teachers.of(classroom);
    if (change === 'list') {
      const names = known.map(({ name }) => name).join(', ');
      return names === '' ? card('settings.teacher.none') : card('settings.teacher.all', { names });
    }
    if (who === undefined) throw new UserError('option.missing', { name: 'who' }, 'who');
    const named = await readMember(who);
    if (change === 'add') {
      teachers.add(classroom, named);
      return card('settings.teacher.added', { name: named.name });
    }
    if (!known.some(({ id }) => id === named.id))
      throw new UserError('settings.teacher.notKnown', { name: named.name }, 'who');
    teachers.remove(classroom, named.id);
    return card('settings.teacher.removed', { name: named.name });
  },
});
