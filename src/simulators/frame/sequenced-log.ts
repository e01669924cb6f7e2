/** An entry whose number grows by one with each append. */
export interface Sequenced {
  readonly seq: number;
}

/** A bounded log: the oldest entries give way, and reading "since" costs only what it returns. */
export interface SequencedLog<T extends Sequenced> {
  /** Appends an entry whose `seq` must be the `nextSeq()` before the call. */
  append(entry: T): void;
  nextSeq(): number;
  /** Entries with a number above `seq`, oldest first, as a copy. */
  since(seq: number): T[];
  /** Forgets the entries; the numbering goes on. */
  clear(): void;
  /** Moves the numbering on, for a log that continues an earlier one. */
  continueFrom(nextSeq: number): void;
}

/** Creates an empty log that keeps the newest `capacity` entries. */
export function createSequencedLog<T extends Sequenced>(capacity: number): SequencedLog<T> {
  const empty = (): (T | undefined)[] => Array.from({ length: capacity });
  let slots = empty();
  let next = 1;
  let oldest = 1;
  return {
    append: (entry) => {
      slots[entry.seq % capacity] = entry;
      next = entry.seq + 1;
      if (next - oldest > capacity) oldest = next - capacity;
    },
    nextSeq: () => next,
    since: (seq) => {
      const found: T[] = [];
      for (let at = Math.max(seq + 1, oldest); at < next; at += 1) {
        const entry = slots[at % capacity];
        if (entry !== undefined) found.push(entry);
      }
      return found;
    },
    clear: () => {
      slots = empty();
      oldest = next;
    },
    continueFrom: (nextSeq) => {
      next = Math.max(next, nextSeq);
      oldest = next;
      slots = empty();
    },
  };
}
