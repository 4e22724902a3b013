/** Waiting for something to become true in an emulated world, without asking again and again. */

export interface Changes {
  /** Something is different now. */
  changed(): void;
  /** Resolves with the first truthy value of `look`, which is called again on every change. */
  until<T>(look: () => T | undefined | false | null): Promise<T>;
  onChange(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    changed() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    until(look) {
      return new Promise((resolve, reject) => {
        const check = (): void => {
          try {
            const found = look();
            if (!found) return;
            listeners.delete(check);
            resolve(found);
          } catch (error) {
            listeners.delete(check);
            reject(error);
          }
        };
        listeners.add(check);
        check();
      });
    },
  };
}
