import { z } from 'zod';

/** What shall go wrong at a simulator; the forms are in src/simulators/README.md. */
export interface FaultRule {
  readonly when: { readonly operation: string; readonly device: string };
  readonly do: 'rejectItem' | 'applyThenDrop' | 'http' | 'reset';
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly times?: number;
}

const effectSchema = z.object({ seq: z.number(), device: z.string(), kind: z.string(), value: z.string() });

/** One thing that really changed at the carrier. */
export type Effect = z.infer<typeof effectSchema>;

const timeoutMs = 30_000;

/** Replaces the simulator's fault plan; no rules: nothing goes wrong any more. */
export async function putFaults(simulatorUrl: string, rules: readonly FaultRule[]): Promise<void> {
  const response = await fetch(`${simulatorUrl}/__simulator/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rules }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The simulator refused the fault plan: ${await response.text()}`);
}

/** The effects after the one numbered `since`, oldest first. */
export async function readEffects(simulatorUrl: string, since: number): Promise<Effect[]> {
  const response = await fetch(`${simulatorUrl}/__simulator/effects?since=${String(since)}`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The simulator does not tell its effects: ${await response.text()}`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => effectSchema.parse(JSON.parse(line)));
}

/** The number of the newest effect; 0 before the first. */
export async function lastEffect(simulatorUrl: string): Promise<number> {
  return (await readEffects(simulatorUrl, 0)).at(-1)?.seq ?? 0;
}
