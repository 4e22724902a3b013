/** Requests to the page's server: JSON in, JSON out, and the two ways in which one fails. */
import type { Refusal } from '../protocol.ts';
import type { Words } from './words.ts';

/** The server said no; the message is its sentence, in the reader's language. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** There was no answer, so nobody knows whether the request arrived. */
export class Unreachable extends Error {}

export interface Api {
  get<T>(path: string): Promise<T>;
  /** A form is sent as it is (with a picture), anything else as JSON. */
  post<T>(path: string, body: object, signal?: AbortSignal): Promise<T>;
}

/** `locale` says in which language refusals are to come. */
export function createApi(locale: () => string): Api {
  async function ask<T>(path: string, init: RequestInit): Promise<T> {
    const headers = new Headers(init.headers);
    headers.set('accept-language', locale());
    let response: Response;
    let answer: unknown;
    try {
      response = await fetch(path, { ...init, headers, credentials: 'same-origin' });
      const text = await response.text();
      answer = parse(text);
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new Unreachable();
    }
    if (!response.ok)
      throw new Refused(response.status, (answer as Partial<Refusal> | undefined)?.error ?? '');
    return answer as T;
  }
  return {
    get: (path) => ask(path, {}),
    post: (path, body, signal) =>
      ask(path, {
        method: 'POST',
        ...(signal && { signal }),
        ...(body instanceof FormData
          ? { body }
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
  };
}

/** What stands before us may answer with a page of its own: that is no sentence for anybody. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What to tell somebody of a request that failed. */
export function sentence(error: unknown, t: Words): string {
  if (error instanceof Unreachable) return t('unreachable');
  return error instanceof Refused && error.message !== '' ? error.message : t('failed');
}
