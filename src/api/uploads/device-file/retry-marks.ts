import { createFileNotes, type FileNotes } from './file-notes.ts';

/** Whether the rows of a file correct rows of a former change: all of them do, or none. */
export interface RetryMarks {
  note(row: number, retryOf: string | null): void;
  some(): boolean;
  /** Where only some rows do, each of the others is a fault. */
  refuseMixed(faults: FileNotes): void;
}

export function createRetryMarks(): RetryMarks {
  const without = createFileNotes();
  let hasSome = false;
  return {
    some: () => hasSome,
    note: (row, retryOf) => {
      if (retryOf !== null) hasSome = true;
      else without.add({ row, column: 'retryOf', code: 'upload.retry_of_mixed', detail: detailOf(row) });
    },
    refuseMixed: (faults) => {
      if (!hasSome) return;
      for (const note of without.listed) faults.add(note);
      faults.addMore(without.more());
    },
  };
}

function detailOf(row: number): string {
  return `Row ${String(row)}: the row names no retryOf, and others do. Send rows that correct a former change in a file of their own.`;
}
