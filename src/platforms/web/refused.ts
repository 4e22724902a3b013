/** A mistake that a person can fix, with its HTTP status. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { MessageKey, MessageParams } from '../../i18n/i18n.ts';
import { UserError } from '../../i18n/user-error.ts';

export class Refused extends UserError {
  readonly status: ContentfulStatusCode;
  constructor(status: ContentfulStatusCode, key: MessageKey, params: MessageParams = {}) {
    super(key, params);
    this.status = status;
  }
}
