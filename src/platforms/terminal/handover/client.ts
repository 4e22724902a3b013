/** The shell's side: the server's Augie, through a socket, as if it were the shell's own. */
import { connect } from 'node:net';
import type { Posted } from '../../../chat/place.ts';
import type { Outcome, Platform, ReadFile, ReadPicture, Respond } from '../../../chat/ports.ts';
import { UserError } from '../../../i18n/user-error.ts';
import type { Clock } from '../../../time/clock.ts';
import type { Host } from '../host.ts';
import { addressFor, isOurs } from './address.ts';
import { talk } from './lines.ts';
import { PROTOCOL, type ToServer, type ToShell, toServer, toShell } from './messages.ts';

/** The server ended in the middle of a command. */
export class ServerGone extends UserError {
  /** Stopped in order, not crashed. */
  readonly stopped: boolean;

  constructor(stopped: boolean) {
    super(stopped ? 'handover.stopped' : 'handover.lost');
    this.stopped = stopped;
  }
}

export interface ClientParts {
  /** The data folder. */
  readonly data: string;
  readonly clock: Clock;
  /** Called if a new version of a card could not be shown; others follow. */
  readonly onTrouble: (error: unknown) => void;
}

/** A server that is silent for this long is stopped or hangs. */
export const GREETING_MS = 10_000;

/**
 * The server that has the data, or undefined if nobody answers. Throws UserError for a server of another version.
 * Pending calls reject with ServerGone when it ends.
 */
export async function reachServer({ data, clock, onTrouble }: ClientParts): Promise<Host | undefined> {
  const address = addressFor(data);
  if (address.shelter !== undefined && !isOurs(address.shelter)) return undefined;
  const greeting = deferred<boolean>();
  const ended = deferred<void>();
  const gone = deferred<never>();
  let stopped = false;
  let terminal: Platform | undefined;
  let posted: Posted | undefined;
  let asked = nobodyAsks;
  /** One message after the other, because showing one takes time. */
  let turn = Promise.resolve();

  const socket = connect(address.path);
  const send = talk<ToShell, ToServer>(socket, {
    incoming: toShell,
    outgoing: toServer,
    onMessage(message) {
      turn = turn.then(() => take(message)).catch((error: unknown) => asked.reject(error));
    },
    onClose() {
      greeting.resolve(false);
      void turn.then(() => gone.reject(new ServerGone(stopped)));
    },
  });

  async function take(message: ToShell): Promise<void> {
    switch (message.type) {
      case 'hello':
        if (message.protocol === PROTOCOL) return greeting.resolve(true);
        return greeting.reject(new UserError('handover.otherVersion'));
      case 'answer':
        posted = await asked.respond(message.card, message.visibility);
        return;
      case 'outcome':
        return asked.resolve(message.outcome);
      case 'edit':
        if (posted) await terminal?.edit(posted, message.card).catch(onTrouble);
        return;
      case 'settled':
        return ended.resolve();
      case 'readPicture':
        return send(await read(message.kind === 'picture' ? asked.readPicture : asked.readFile, message));
      case 'stopping':
        stopped = true;
    }
  }

  const tooLate = clock.after(GREETING_MS, () => socket.destroy());
  try {
    if (!(await greeting.promise)) return undefined;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    tooLate();
  }
  return {
    connect(platform) {
      terminal = platform;
    },
    dispatch(invocation, respond, { readPicture, readFile } = nobodyAsks) {
      const { promise, resolve, reject } = deferred<Outcome>();
      asked = {
        respond,
        readPicture: readPicture ?? refuse,
        readFile: readFile ?? refuse,
        resolve,
        reject,
      };
      send({ type: 'command', invocation });
      return Promise.race([promise, gone.promise]);
    },
    jobs: {
      cancel: () => send({ type: 'cancel' }),
      settled: () => Promise.race([ended.promise, gone.promise]),
    },
    stop: async () => void socket.destroy(),
  };
}

interface Waiting {
  readonly respond: Respond;
  readonly readPicture: ReadPicture;
  readonly readFile: ReadFile;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

const refuse = async (): Promise<never> => {
  throw new UserError('picture.notHere');
};
const nobodyAsks: Waiting = {
  respond: refuse,
  readPicture: refuse,
  readFile: refuse,
  resolve: () => {},
  reject: () => {},
};

type Wanted = Extract<ToShell, { type: 'readPicture' }>;

async function read(readPicture: ReadPicture, { id, reference }: Wanted): Promise<ToServer> {
  try {
    return { type: 'picture', id, bytes: await readPicture(reference) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { type: 'noPicture', id, key: error.key, params: error.params };
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    [resolve, reject] = [yes, no];
  });
  promise.catch(() => {}); // nobody may be waiting
  return { promise, resolve, reject };
}
