import { inflatesTooMuch } from './archive.ts';

/** A growing list of short texts. */
export interface TextList {
  /** @throws UnreadableFileError when the list would take too much memory */
  add(text: string): void;
  /** Undefined beyond the end. */
  at(index: number): string | undefined;
}

/** The bytes are no part of the heap, whose limit does not hold for them. A million devices with their IMEI take some 50 MiB. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Far longer than what any known column holds; other columns may have remarks of any length. */
const MAX_CHARACTERS = 1_000;

const BYTES_PER_END = Uint32Array.BYTES_PER_ELEMENT;

/**
 * Keeps the texts as bytes, one after the other: a million of them cost their length and four bytes each, and no object. Of a long text
 * only the beginning is kept.
 */
export function createTextList(maxBytes = MAX_BYTES): TextList {
  let bytes: Buffer = Buffer.allocUnsafe(Math.min(64 * 1024, maxBytes));
  let ends = new Uint32Array(1_024);
  let count = 0;

  const endOf = (index: number) => (index < 0 ? 0 : (ends[index] ?? 0));

  return {
    add: (text) => {
      const kept = shortened(text);
      const start = endOf(count - 1);
      const end = start + Buffer.byteLength(kept);
      if (end + (count + 1) * BYTES_PER_END > maxBytes) throw tooMuchText();
      if (end > bytes.length) bytes = grown(bytes, end, maxBytes);
      bytes.write(kept, start);
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

/** The mark keeps a cut text from passing for a whole one, such as an identifier with many blanks and more behind it. */
function shortened(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

function grown(bytes: Buffer, needed: number, maxBytes: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(bytes.length * 2, maxBytes)));
  bytes.copy(larger);
  return larger;
}

function tooMuchText() {
  return inflatesTooMuch('it has more text than a list of devices ever has');
}
