/** /settings language: your language, or (teachers) that of everybody in the classroom who has not chosen one. */
import { text } from '../../src/chat/card.ts';
import { option } from '../../src/chat/option.ts';
import { classroomScope, personScope } from '../../src/chat/ports.ts';
import { defineCommand } from '../../src/define-command.ts';
import { locales, translate } from '../../src/i18n/i18n.ts';
import { UserError } from '../../src/i18n/user-error.ts';

export default defineCommand({
  summary: 'settings.language.summary',
  visibility: 'asker',
  options: {
    language: option.choice(locales, { positional: true }),
    for: option.choice(['me', 'channel'], { default: 'me' }),
  },
  run({ person, classroom, settings }, { language, for: whom }) {
    if (whom === 'channel' && !person.teacher) throw new UserError('settings.needsTeacher', {}, 'for');
    settings.set(whom === 'me' ? personScope(person) : classroomScope(classroom), 'language', language);
    const t = translate(language);
    return {
      card: {
        locale: language,
        title: t('settings.language.title'),
        blocks: [text(t(`settings.language.${whom}`))],
      },
    };
  },
});
