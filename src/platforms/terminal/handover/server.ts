/** The server's side: answers shells over a socket that only the owner can open, and sends them edits of their cards. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { Card } from '../../../chat/card.ts';
import { guarded } from '../../../chat/guarded.ts';
import type { Invocation, Posted } from '../../../chat/place.ts';
import type { Lookup, Platform, Respond } from '../../../chat/ports.ts';
import { faultCard, newFaultId } from '../../../chat/trouble.ts';
import { asLocale, type MessageKey, translate } from '../../../i18n/i18n.ts';
import { cut, harmless } from '../../../i18n/typed.ts';
import { UserError } from '../../../i18n/user-error.ts';
import type { Host } from '../host.ts';
import { TERMINAL, TERMINAL_FACTS } from '../terminal.ts';
import { type Address, addressFor, makeShelter } from './address.ts';
import { talk } from './lines.ts';
import { PROTOCOL, type ToServer, type ToShell, toServer, toShell } from './messages.ts';

export interface HandoverParts {
  /** The data folder, which this process owns. */
  readonly data: string;
  readonly host: Pick<Host, 'dispatch' | 'jobs'>;
  /** Platforms that also show a public answer, if the channel is theirs. */
  readonly platforms: readonly Platform[];
  /** Called for our bug in a command, with the id that the shell shows. */
  readonly onFault: (id: string, error: unknown) => void;
  /** Called when a connection was dropped: the shell did not read, or sent something else than our messages. */
  readonly onBroken: (error: Error) => void;
}

export interface Handover {
  /** The same platforms and one for shells. Jobs must use these, so that shells get their edits. */
  readonly platforms: readonly Platform[];
  /** Resolves when shells can connect. Throws UserError if there can be no socket. */
  start(): Promise<void>;
  /** Disconnects the shells. */
  stop(): void;
}

/** A connection: one command of one shell. */
interface Shell {
  readonly send: (message: ToShell) => void;
  readonly socket: Socket;
  /** The messages whose edits it shows. */
  readonly shows: Set<string>;
  job?: number;
}

/** More connections than a class has people. Each may hold a picture in memory. */
const MOST_SHELLS = 100;

const nameOf = ({ platform, channel, message }: Posted) => JSON.stringify([platform, channel, message]);

export function createHandover({ data, host, platforms, onFault, onBroken }: HandoverParts): Handover {
  const shells = new Set<Shell>();

  /** For channels that no platform knows. Only waiting shells see its cards. */
  const unseen: Platform = {
    name: TERMINAL,
    facts: TERMINAL_FACTS,
    start: async () => {},
    stop: async () => {},
    post: async ({ channel }) => ({ platform: TERMINAL, channel, message: randomUUID() }),
    edit: async (posted) => posted,
  };

  /** Commands that have no outcome yet, and the cards that have changed since: an answer may say to look at one of them. */
  let answering = 0;
  const meanwhile = new Map<string, Card>();

  const tapped = [...platforms, unseen].map((platform) => ({
    ...platform,
    async edit(...[posted, card]: Parameters<Platform['edit']>) {
      const name = nameOf(posted);
      if (answering > 0) meanwhile.set(name, card);
      for (const { shows, send } of shells) if (shows.has(name)) send({ type: 'edit', card });
      return platform.edit(posted, card);
    },
  }));

  async function answer(shell: Shell, given: Invocation, lookup: Lookup) {
    const { channel } = given.place;
    const known = platforms.find((platform) => platform.knows?.(channel));
    const place = { platform: known?.name ?? TERMINAL, channel };
    const person = { ...given.person, name: cut(harmless(given.person.name)) };
    let name = '';
    const respond: Respond = async (card, visibility, nonce, follows) => {
      const shown = visibility === 'everyone' && known ? known : unseen;
      const said = 'text' in given.input ? { said: given.input.text } : {};
      const posted = await shown.post(place, card, nonce, { person, ...said });
      name = nameOf(posted);
      shell.shows.add(name);
      shell.send({ type: 'answer', card, visibility });
      if (follows) {
        shell.shows.add(nameOf(follows));
        const changed = meanwhile.get(nameOf(follows));
        if (changed) shell.send({ type: 'edit', card: changed });
      }
      return posted;
    };
    answering++;
    const outcome = await host.dispatch({ ...given, person, place }, respond, lookup).finally(() => {
      if (--answering === 0) meanwhile.clear();
    });
    shell.send({ type: 'outcome', outcome });
    if (outcome.kind !== 'answered' || outcome.job === undefined) return;
    const { job } = outcome;
    shell.job = job;
    // Another shell may wait for the same job: its card is this one now.
    for (const other of shells) if (other.job === job) other.shows.add(name);
    await host.jobs.settled(job);
    shell.send({ type: 'settled' });
  }

  function sayFault({ send }: Shell, { locale, localeTag }: Invocation, error: unknown): void {
    const id = newFaultId();
    onFault(id, error);
    const t = translate(locale ?? asLocale(localeTag) ?? 'en');
    send({ type: 'answer', card: faultCard(t, id), visibility: 'asker' });
    send({ type: 'outcome', outcome: { kind: 'fault' } });
  }

  function receive(socket: Socket): void {
    const pictures = new Map<number, (found: Uint8Array | UserError) => void>();
    const read = async (kind: 'picture' | 'file', reference: string): Promise<Uint8Array> => {
      const id = pictures.size;
      const found = await new Promise<Uint8Array | UserError>((resolve) => {
        pictures.set(id, resolve);
        if (socket.destroyed) resolve(new UserError('handover.lost'));
        shell.send({ type: 'readPicture', id, reference, kind });
      });
      if (found instanceof UserError) throw found;
      return found;
    };
    const lookup: Lookup = {
      readPicture: (reference) => read('picture', reference),
      readFile: (reference) => read('file', reference),
    };
    const send = talk<ToServer, ToShell>(socket, {
      incoming: toServer,
      outgoing: toShell,
      onMessage(message) {
        switch (message.type) {
          case 'command': {
            const { invocation } = message;
            return answer(shell, invocation, lookup).catch((error: unknown) =>
              sayFault(shell, invocation, error),
            );
          }
          case 'picture':
            return pictures.get(message.id)?.(message.bytes);
          case 'noPicture':
            return pictures.get(message.id)?.(new UserError(message.key as MessageKey, message.params));
          case 'cancel':
            if (shell.job !== undefined) host.jobs.cancel(shell.job);
        }
      },
      onClose(error) {
        shells.delete(shell);
        for (const found of pictures.values()) found(new UserError('handover.lost'));
        if (error) onBroken(error);
      },
    });
    const shell: Shell = { socket, send, shows: new Set() };
    shells.add(shell);
    send({ type: 'hello', protocol: PROTOCOL });
  }

  const server = createServer(
    guarded(receive, (error, socket) => {
      socket.destroy();
      onBroken(error as Error);
    }),
  );
  server.maxConnections = MOST_SHELLS;
  let shelter: string | undefined;

  async function listen(address: Address): Promise<void> {
    if (address.shelter !== undefined) makeShelter(address.shelter);
    // This process owns the folder, so a killed process has left this socket.
    if (process.platform !== 'win32') rmSync(address.path, { force: true });
    const before = process.umask(0o177);
    try {
      server.listen(address.path); // created at once, with the current umask
    } finally {
      process.umask(before);
    }
    await once(server, 'listening');
    server.on('error', onBroken);
    shelter = address.shelter;
  }

  return {
    platforms: tapped,
    async start() {
      const address = addressFor(data);
      await listen(address).catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        const { code, message } = error as NodeJS.ErrnoException;
        throw new UserError('handover.cannotListen', { path: address.path, reason: code ?? message });
      });
    },
    stop() {
      server.close();
      for (const { send, socket } of shells) {
        send({ type: 'stopping' });
        socket.destroySoon();
        socket.unref(); // a stopped shell reads nothing
      }
      if (shelter === undefined) return;
      try {
        rmdirSync(shelter);
      } catch {
        // Somebody else has put something there. It does no harm.
      }
    },
  };
}
