/** A growing list of short texts. */
export interface TextList {
  add(text: string): void;
  /** Undefined beyond the end. */
  at(index: number): string | undefined;
}

/** Keeps the texts as bytes, one after the other: a million of them cost their length and four bytes each, and no object. */
export function createTextList(): TextList {
  let bytes: Buffer = Buffer.allocUnsafe(64 * 1024);
  let ends = new Uint32Array(1_024);
  let count = 0;

  const endOf = (index: number) => (index < 0 ? 0 : (ends[index] ?? 0));

  return {
    add: (text) => {
      const start = endOf(count - 1);
      const end = start + Buffer.byteLength(text);
      if (end > bytes.length) bytes = grown(bytes, end);
      bytes.write(text, start);
      if (count >= ends.length) {
        const longer = new Uint32Array(ends.length * 2);
        longer.set(ends);
        ends = longer;
      }
      ends[count] = end;
      count += 1;
    },
    at: (index) => (index < count ? bytes.toString('utf8', endOf(index - 1), endOf(index)) : undefined),
  };
}

function grown(bytes: Buffer, needed: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, bytes.length * 2));
  bytes.copy(larger);
  return larger;
}
