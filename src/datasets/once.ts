/** Loads things that are asked for again and again, e.g. datasets by their names. */

/** Loads each name once, for everybody who waits for it. A failure is tried again, as files may have been put back. */
export function once<N extends string, T>(load: (name: N) => Promise<T>): (name: N) => Promise<T> {
  const known = new Map<N, Promise<T>>();
  return (name) => {
    const loading = known.get(name) ?? load(name);
    known.set(name, loading);
    loading.catch(() => known.delete(name));
    return loading;
  };
}
