/** The queue for the trainers serves askers in turn, trial by trial, so that nobody's thirty seeds keep the class waiting. */

export interface FairQueue {
  /** Resolves when it is this asker's turn; the returned function frees the place. */
  take(asker: string, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  readonly go: () => void;
}

/** Serves `places` requests at a time, askers in rotation, each asker's requests in order. */
export function createFairQueue(places: number): FairQueue {
  /** In the order of turns; it has only askers with requests. */
  const queues = new Map<string, Waiting[]>();
  let free = places;

  function next(): void {
    const [asker, queue] = queues.entries().next().value ?? [];
    if (free === 0 || asker === undefined || !queue) return;
    free--;
    const waiting = queue.shift() as Waiting;
    queues.delete(asker);
    if (queue.length > 0) queues.set(asker, queue); // back to the end of the rotation
    waiting.go();
  }

  function once(action: () => void): () => void {
    let done = false;
    return () => {
      if (!done) action();
      done = true;
    };
  }

  return {
    take(asker, signal) {
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          go() {
            signal.removeEventListener('abort', leave);
            resolve(
              once(() => {
                free++;
                next();
              }),
            );
          },
        };
        function leave(): void {
          const queue = (queues.get(asker) ?? []).filter((other) => other !== waiting);
          if (queue.length > 0) queues.set(asker, queue);
          else queues.delete(asker);
          reject(signal.reason);
        }
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', leave);
        queues.set(asker, [...(queues.get(asker) ?? []), waiting]);
        next();
      });
    },
  };
}
