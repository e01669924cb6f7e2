/** Longer waits are cut: one wrong header must not stop an account for a day. */
const MAX_WAIT_MS = 3_600_000;

interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The wait of a 429 or 503 in milliseconds: seconds or an HTTP date, at most an hour; undefined when it names none. */
export function waitAskedFor(answer: AnswerHead, now: number): number | undefined {
  if (answer.status !== 429 && answer.status !== 503) return undefined;
  const value = answer.headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return withinBounds(Number(value) * 1_000);
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : withinBounds(instant - now);
}

function withinBounds(milliseconds: number): number {
  return Math.min(Math.max(Math.ceil(milliseconds), 0), MAX_WAIT_MS);
}
