/** Deletes messages: people their own, teachers those of others. */
import { z } from 'zod';
import { WEB } from './classrooms.ts';
import type { Live } from './live.ts';
import type { WebParts } from './parts.ts';
import { Refused } from './refused.ts';
import type { Handlers } from './routes.ts';

type Deleting = 'POST /api/c/:slug/messages/:id/delete';

/** `stop`: what goes on in the message is stopped first, such as an experiment that runs. */
const asked = z.object({ stop: z.boolean() });

export const deletingHandlers = (
  { classrooms, workIn }: Pick<WebParts, 'classrooms' | 'workIn'>,
  live: Live,
): Pick<Handlers, Deleting> => ({
  async 'POST /api/c/:slug/messages/:id/delete'(ask) {
    const { stop } = await ask.body(asked);
    const { classroom, person, c } = ask;
    const id = Number(c.req.param('id'));
    const message = Number.isSafeInteger(id) ? classrooms.message(classroom.slug, person.id, id) : undefined;
    if (!message) throw new Refused(404, 'web.noMessage');
    // What only one person sees is theirs, whoever wrote it.
    const isTheirs = message.author?.id === person.id || message.onlyFor !== undefined;
    if (!isTheirs && !person.teacher) throw new Refused(403, 'web.notYourMessage');
    const work = workIn({ platform: WEB, channel: classroom.slug, message: String(id) });
    if (work && !person.teacher && work.owner !== person.id) throw new Refused(403, 'web.questionOpen');
    if (work && !stop) throw new Refused(409, 'web.stillGoesOn');
    work?.stop();
    live.unpublish(message, classrooms.delete(classroom.slug, id));
    return {};
  },
});
