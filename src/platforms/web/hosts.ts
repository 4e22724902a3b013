/**
 * The host names of this server. Another website can point its own name here (DNS rebinding) and would
 * then read what needs no sign-in, and what only this computer can reach.
 */
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Address } from './invitation.ts';

/**
 * Whether a Host header names this server. IP addresses always do, because no name was looked up for them; and so do names without
 * a dot, because nobody on the internet has one: localhost, this computer's name in its network, a service of a container.
 * Other names are this computer's own, and those of HOST and PUBLIC_URL. Programs that check whether it runs may send none.
 */
export function isOurHost(
  header: string | undefined,
  { host, publicUrl }: Pick<Address, 'host' | 'publicUrl'>,
  machine = hostname(),
): boolean {
  if (header === undefined) return true;
  const name = nameIn(header);
  if (name === undefined) return false;
  if (isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost')) return true;
  const own = [machine, `${machine.split('.')[0]}.local`, host, publicUrl && new URL(publicUrl).hostname];
  return own.some((one) => one !== undefined && one.toLowerCase() === name);
}

/** Without the port, and as browsers write it: [::1] is ::1, and 127.1 is 127.0.0.1. */
function nameIn(header: string): string | undefined {
  if (!/^[\w.-]+(:\d*)?$|^\[[\da-f:.]+\](:\d*)?$/i.test(header) || !URL.canParse(`http://${header}`))
    return undefined;
  return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
