/** Who a browser is: a random number in a signed cookie. There are no passwords. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Sessions {
  /** What the Cookie header says, if it was signed here. */
  read(cookies: string | undefined): string | undefined;
  create(): string;
  /** The Set-Cookie header that makes a browser remember its session. */
  cookie(session: string, secure: boolean): string;
}

const HALF_A_YEAR_S = 180 * 24 * 60 * 60;

/** `secret`: random bytes, the same after every restart. */
export function createSessions(secret: Uint8Array): Sessions {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  // Browsers share cookies between the ports of one machine.
  const name = `augie-${sign('name').slice(0, 8)}`;
  return {
    read(cookies) {
      const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      const [session = '', signature = ''] = value?.split('.') ?? [];
      return session !== '' && sameText(signature, sign(session)) ? session : undefined;
    },
    create: () => randomBytes(16).toString('base64url'),
    cookie: (session, secure) =>
      `${name}=${session}.${sign(session)}; Path=/; Max-Age=${HALF_A_YEAR_S}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
  };
}

/** Compares secrets in constant time. */
export function sameText(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
