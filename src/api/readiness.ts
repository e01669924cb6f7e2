/** Resolves when a part that the API needs can be used; the error of a rejection says why not. */
export type ReadinessCheck = () => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  /** `ok` or `unavailable`, by the name of the part: whoever asks has no credential, so the reason goes to the log. */
  readonly checks: Readonly<Record<string, string>>;
}

const CHECK_TIMEOUT_MS = 2_500;

/** Asks every part at once; one that does not answer in time counts as failed. `onFault` is told why. */
export async function checkReadiness(
  checks: Readonly<Record<string, ReadinessCheck>>,
  onFault: (part: string, error: unknown) => void,
): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, await outcomeOf(check, (error) => onFault(name, error))] as const,
    ),
  );
  return {
    ready: results.every(([, outcome]) => outcome === 'ok'),
    checks: Object.fromEntries(results),
  };
}

async function outcomeOf(check: ReadinessCheck, onFault: (error: unknown) => void): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('It did not answer in time.')), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check().then(() => 'ok'), timeout]);
  } catch (error) {
    onFault(error);
    return 'unavailable';
  } finally {
    clearTimeout(timer);
  }
}
