/** A fault of a file, or a warning about it. Row 0: the file as a whole. An empty column: the row as a whole. */
export interface FileNote {
  readonly row: number;
  readonly column: string;
  readonly code: string;
  /** Says where it is as well, since it is read without its pointer. */
  readonly detail: string;
}

/** Keeps the first notes and counts the others: a file may have a million of them. */
export interface FileNotes {
  add(note: FileNote): void;
  /** Counts notes that are not listed. */
  addMore(count: number): void;
  readonly listed: readonly FileNote[];
  /** How many there are beyond those listed. */
  more(): number;
}

export const MAX_LISTED_NOTES = 1_000;

export function createFileNotes(): FileNotes {
  const listed: FileNote[] = [];
  let more = 0;
  return {
    listed,
    more: () => more,
    addMore: (count) => {
      more += count;
    },
    add: (note) => {
      if (listed.length < MAX_LISTED_NOTES) listed.push(note);
      else more += 1;
    },
  };
}

/** Notes as a report has them. */
export interface ListedNotes {
  readonly listed: readonly FileNote[];
  /** Beyond those listed. */
  readonly more: number;
}

/** As many as may be listed, in the order of the arguments. */
export function joinedNotes(...parts: readonly FileNotes[]): ListedNotes {
  const all = parts.flatMap(({ listed }) => listed);
  const listed = all.slice(0, MAX_LISTED_NOTES);
  const uncounted = parts.reduce((sum, notes) => sum + notes.more(), 0);
  return { listed, more: uncounted + all.length - listed.length };
}

/** Thrown where reading cannot go on; the note becomes the file's last fault. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  readonly note: FileNote;

  constructor(code: string, detail: string, row = 0, column = '') {
    super(detail);
    this.note = { row, column, code, detail };
  }
}
