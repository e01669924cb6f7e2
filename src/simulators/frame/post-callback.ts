/** What became of one attempt; `status` is null when the listener gave no answer. */
export interface CallbackResult {
  status: number | null;
  error: string | null;
  durationMs: number;
}

const timeoutMs = 10_000;

/** Posts a callback as JSON. Never rejects; redirects are not followed. */
export async function postCallback(url: string, body: unknown, signal: AbortSignal): Promise<CallbackResult> {
  const startedAt = performance.now();
  const over = (status: number | null, error: string | null): CallbackResult => ({
    status,
    error,
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return over(response.status, null);
  } catch (error) {
    return over(null, error instanceof Error ? causeOf(error) : String(error));
  }
}

/** The cause says more than "fetch failed". */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}
