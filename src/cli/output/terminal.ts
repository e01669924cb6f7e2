import type { Style } from './style.ts';

/** Where a command writes. What a script reads goes to the output, what a person needs to know beside it to the errors. */
export interface Terminal {
  /** Whether the output is a terminal: only there is a line written over. */
  readonly isTerminal: boolean;
  /** Whether the errors are shown on a terminal. */
  readonly isErrorTerminal: boolean;
  readonly style: Style;
  /** Characters in a line. */
  readonly columns: () => number;
  /** To the output, as it is. */
  readonly write: (text: string) => void;
  /** All of a stream to the output, as fast as its reader takes it. */
  readonly writeAll: (chunks: AsyncIterable<Uint8Array>) => Promise<void>;
  /** A line to the output. */
  readonly print: (line: string) => void;
  /** To the errors, as it is. */
  readonly writeError: (text: string) => void;
  /** A line to the errors. */
  readonly say: (line: string) => void;
}
