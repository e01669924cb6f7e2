const MILLISECONDS = {
  ms: 1,
  millisecond: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  min: 60_000,
  minute: 60_000,
};

/** Longer waits are cut: one wrong sentence must not stop an account for a day. */
const MAX_WAIT_MS = 3_600_000;

/** The billing system names the wait of a 429 in its text only: "Try again in 3 seconds." In milliseconds. */
export function waitInSentence(sentence: string): number | undefined {
  const found = /(\d+(?:\.\d+)?)\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?)\b/i.exec(sentence);
  const amount = found?.[1];
  const unit = found?.[2]?.toLowerCase();
  if (amount === undefined || unit === undefined) return undefined;
  return Math.min(Math.ceil(Number(amount) * millisecondsIn(unit)), MAX_WAIT_MS);
}

function millisecondsIn(unit: string): number {
  const single = Object.entries(MILLISECONDS).find(([name]) => name === unit || `${name}s` === unit);
  return single?.[1] ?? 1_000;
}
