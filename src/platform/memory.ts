export interface Memory<Value> {
  /** The kept value, or the one that `load` brings. A load that fails is not remembered. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
}

/** Remembers at most `size` values, the oldest goes first; concurrent calls for one key share one load. */
export function createMemory<Value>(size: number): Memory<Value> {
  const kept = new Map<string, Promise<Value>>();
  return {
    get: (key, load) => {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const loading = load();
      kept.set(key, loading);
      loading.catch(() => kept.delete(key));
      const oldest = kept.keys().next();
      if (kept.size > size && oldest.done !== true) kept.delete(oldest.value);
      return loading;
    },
  };
}
