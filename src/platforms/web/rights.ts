/**
 * Who may do what on the page: the only table of requests. A route that is not here does not exist, and one
 * that is here is closed to everybody else. chat/dispatch.ts checks commands.
 */
import type { Rate } from './limits.ts';

/** `member`: of the classroom in the path, by the signed cookie. `teacher`: a browser that has used the teacher link. */
export type Who = 'anyone' | 'member' | 'teacher';

export interface Right {
  readonly who: Who;
  readonly rate: keyof typeof rates;
}

/** Per person. */
export const rates = {
  /** Reading: a page that opens asks for some twenty pictures. */
  read: { burst: 200, perSecond: 50 },
  /** Every key stroke. */
  type: { burst: 60, perSecond: 20 },
  /** Messages, commands, buttons. */
  act: { burst: 20, perSecond: 1 },
} as const satisfies Record<string, Rate>;

export const rights = {
  'GET /api/start': { who: 'anyone', rate: 'read' },
  'GET /api/words/:locale': { who: 'anyone', rate: 'read' },
  'POST /api/teach': { who: 'anyone', rate: 'act' },
  'POST /api/invitation/:code': { who: 'anyone', rate: 'act' },
  'POST /api/join': { who: 'anyone', rate: 'act' },

  'GET /api/c/:slug': { who: 'member', rate: 'read' },
  'GET /api/c/:slug/messages': { who: 'member', rate: 'read' },
  'GET /api/c/:slug/attachments/:message/:name': { who: 'member', rate: 'read' },
  'POST /api/c/:slug/assist': { who: 'member', rate: 'type' },
  'POST /api/c/:slug/say': { who: 'member', rate: 'act' },
  'POST /api/c/:slug/press': { who: 'member', rate: 'act' },
  'POST /api/c/:slug/language': { who: 'member', rate: 'act' },
  'POST /api/c/:slug/messages/:id/delete': { who: 'member', rate: 'act' },
  'POST /api/c/:slug/name': { who: 'member', rate: 'act' },
  'POST /api/c/:slug/leave': { who: 'member', rate: 'act' },

  'POST /api/classrooms': { who: 'teacher', rate: 'act' },
  'POST /api/enter/:slug': { who: 'teacher', rate: 'act' },
  'POST /api/teacher-link': { who: 'teacher', rate: 'act' },
  'GET /api/c/:slug/invitation': { who: 'teacher', rate: 'read' },
  'GET /api/c/:slug/members': { who: 'teacher', rate: 'read' },
  'POST /api/c/:slug/lock': { who: 'teacher', rate: 'act' },
  'POST /api/c/:slug/members/:id/rename': { who: 'teacher', rate: 'act' },
  'POST /api/c/:slug/members/:id/remove': { who: 'teacher', rate: 'act' },
  'POST /api/c/:slug/members/:id/readmit': { who: 'teacher', rate: 'act' },
  'POST /api/c/:slug/delete': { who: 'teacher', rate: 'act' },
} as const satisfies Record<string, Right>;

export type Route = keyof typeof rights;
