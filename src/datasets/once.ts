/** Caches things that are loaded by name, e.g. datasets. */

/** Loads each name once, for all callers. It retries after a failure, because files may have been restored. */
export function once<N extends string, T>(load: (name: N) => Promise<T>): (name: N) => Promise<T> {
  const known = new Map<N, Promise<T>>();
  return (name) => {
    const loading = known.get(name) ?? load(name);
    known.set(name, loading);
    loading.catch(() => known.delete(name));
    return loading;
  };
}
