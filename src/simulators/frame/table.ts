import type { z } from 'zod';

/** Records of one kind, by id, in the order they first came. */
export interface Table<T> {
  readonly name: string;
  get(id: string): T | undefined;
  /** Adds or replaces a record. Records are never changed in place. */
  put(record: T): void;
  remove(id: string): void;
  /** Records that carry the given key (see `keysOf`). */
  find(key: string): T[];
  values(): IterableIterator<T>;
  readonly size: number;
}

/** A table as the store sees it: reloaded from a state file line by line. */
export interface StoredTable {
  readonly name: string;
  /** Takes a record as read from a file. Throws a ZodError when it is not one. */
  restore(id: string, record: unknown): void;
  entries(): IterableIterator<[string, unknown]>;
  clear(): void;
}

export interface TableOptions<T> {
  name: string;
  schema: z.ZodType<T>;
  idOf: (record: T) => string;
  /** Other names a record is found by, for `find`. */
  keysOf?: (record: T) => readonly string[];
  /** Told of every record that is put, restored ones included. */
  onPut?: (record: T) => void;
  onClear?: () => void;
}

/** Creates a table; `changed` hears of every put and removal, so that it can be written down. */
export function createTable<T>(
  options: TableOptions<T>,
  changed: (table: string, id: string, record: T | null) => void,
): Table<T> & StoredTable {
  const records = new Map<string, T>();
  const keysOf = options.keysOf ?? (() => []);
  const index = createKeyIndex();
  const drop = (id: string): void => {
    const old = records.get(id);
    if (old === undefined) return;
    index.remove(id, keysOf(old));
    records.delete(id);
  };
  const set = (record: T): void => {
    const id = options.idOf(record);
    const old = records.get(id);
    records.set(id, record);
    index.move(id, old === undefined ? [] : keysOf(old), keysOf(record));
    options.onPut?.(record);
  };
  return {
    name: options.name,
    get: (id) => records.get(id),
    put: (record) => {
      set(record);
      changed(options.name, options.idOf(record), record);
    },
    remove: (id) => {
      drop(id);
      changed(options.name, id, null);
    },
    find: (key) => index.idsOf(key).flatMap((id) => records.get(id) ?? []),
    values: () => records.values(),
    get size() {
      return records.size;
    },
    restore: (id, record) => {
      if (record === null) drop(id);
      else set(options.schema.parse(record));
    },
    entries: () => records.entries(),
    clear: () => {
      records.clear();
      index.clear();
      options.onClear?.();
    },
  };
}

interface KeyIndex {
  /** Keys that stay keep the record's place among the others of the key. */
  move(id: string, from: readonly string[], to: readonly string[]): void;
  remove(id: string, keys: readonly string[]): void;
  idsOf(key: string): string[];
  clear(): void;
}

function createKeyIndex(): KeyIndex {
  const byKey = new Map<string, Set<string>>();
  const remove = (id: string, keys: readonly string[]): void => {
    for (const key of keys) {
      const ids = byKey.get(key);
      ids?.delete(id);
      if (ids?.size === 0) byKey.delete(key);
    }
  };
  return {
    move: (id, from, to) => {
      remove(
        id,
        from.filter((key) => !to.includes(key)),
      );
      for (const key of to) {
        const ids = byKey.get(key);
        if (ids === undefined) byKey.set(key, new Set([id]));
        else ids.add(id);
      }
    },
    remove,
    idsOf: (key) => [...(byKey.get(key) ?? [])],
    clear: () => byKey.clear(),
  };
}
