/** What the exit code of a command tells a script. The help and docs/command-line.md list the same. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'done' },
  endedWithFailures: {
    code: 1,
    meaning: 'the watched change or sync ended, and not all of it succeeded; or the sync stands still',
  },
  usage: { code: 2, meaning: 'the command line, or a file that it names, cannot be used' },
  notPermitted: { code: 3, meaning: 'no address or token is set, or the API refuses the token (401, 403)' },
  notFound: { code: 4, meaning: 'there is no such thing (404)' },
  refused: { code: 5, meaning: 'the API refuses the request as it is (any other 4xx)' },
  unavailable: { code: 6, meaning: 'the API cannot be reached or cannot answer now (5xx, 429)' },
  internal: { code: 70, meaning: 'a fault of this program' },
  interrupted: { code: 130, meaning: 'interrupted by Ctrl-C; a change that was watched goes on' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type ExitReason = keyof typeof EXIT_CODES;

/** By the status of the API's answer. */
export function exitReasonOf(status: number): ExitReason {
  if (status === 401 || status === 403) return 'notPermitted';
  if (status === 404) return 'notFound';
  if (status === 429 || status >= 500) return 'unavailable';
  return 'refused';
}
