/** Empties the line of a terminal and goes back to its beginning. */
export const CLEAR_LINE = '\r\u001b[K';
