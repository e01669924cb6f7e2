/** Items by the moment they are due; equal moments keep the order in which they came. */
export interface DueHeap<T> {
  push(dueAt: number, item: T): void;
  /** When the next item is due, in milliseconds since the epoch; infinity when there is none. */
  nextAt(): number;
  /** Takes the next item out. */
  pop(): T | undefined;
  clear(): void;
}

interface Entry<T> {
  dueAt: number;
  order: number;
  item: T;
}

/** Creates an empty binary heap: a request may bring ten thousand items, so each step must stay cheap. */
export function createDueHeap<T>(): DueHeap<T> {
  const entries: Entry<T>[] = [];
  let order = 0;
  return {
    push: (dueAt, item) => {
      entries.push({ dueAt, order, item });
      order += 1;
      rise(entries);
    },
    nextAt: () => entries[0]?.dueAt ?? Number.POSITIVE_INFINITY,
    pop: () => {
      const [first] = entries;
      const last = entries.pop();
      if (first === undefined || last === undefined) return undefined;
      if (entries.length > 0) sink(entries, last);
      return first.item;
    },
    clear: () => {
      entries.length = 0;
    },
  };
}

function isBefore<T>(left: Entry<T>, right: Entry<T>): boolean {
  return left.dueAt < right.dueAt || (left.dueAt === right.dueAt && left.order < right.order);
}

/** Moves the last entry up to its place. */
function rise<T>(entries: Entry<T>[]): void {
  let at = entries.length - 1;
  const moving = entries[at];
  while (moving !== undefined && at > 0) {
    const above = (at - 1) >> 1;
    const parent = entries[above];
    if (parent === undefined || !isBefore(moving, parent)) return;
    entries[at] = parent;
    entries[above] = moving;
    at = above;
  }
}

/** Puts an entry at the top and moves it down to its place. */
function sink<T>(entries: Entry<T>[], moving: Entry<T>): void {
  let at = 0;
  entries[0] = moving;
  for (;;) {
    const left = entries[2 * at + 1];
    const right = entries[2 * at + 2];
    const child = left !== undefined && right !== undefined && isBefore(right, left) ? right : left;
    if (child === undefined || !isBefore(child, moving)) return;
    const below = child === left ? 2 * at + 1 : 2 * at + 2;
    entries[at] = child;
    entries[below] = moving;
    at = below;
  }
}
