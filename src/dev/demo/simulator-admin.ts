import { z } from 'zod';

/** What shall go wrong at a simulator; the forms are in src/simulators/README.md. */
export interface FaultRule {
  readonly when: { readonly operation: string; readonly device: string };
  readonly do: 'rejectItem' | 'applyThenDrop' | 'http' | 'reset' | 'callbackNever' | 'callbackTwice';
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

/** The carrier-side record of a device. */
export type CarrierRecord = Readonly<Record<string, unknown>>;

const recordsSchema = z.object({
  devices: z.array(z.looseObject({ identifier: z.string() })),
  nextCursor: z.string().nullable(),
});

const recordsAtOnce = 10_000;

/** What the carrier knows of its devices, by ICCID. @throws Error when they are more than a demonstration has. */
export async function readRecords(simulatorUrl: string): Promise<Map<string, CarrierRecord>> {
  const response = await fetch(`${simulatorUrl}/__simulator/devices?limit=${String(recordsAtOnce)}`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The simulator does not tell its devices: ${await response.text()}`);
  const { devices, nextCursor } = recordsSchema.parse(await response.json());
  if (nextCursor !== null) throw new Error('The simulator has more devices than the demonstration data.');
  return new Map(devices.map((device) => [device.identifier, device]));
}

/** Replaces a carrier-side record, as a person at the carrier would, past everybody who calls it. */
export async function putRecord(simulatorUrl: string, record: CarrierRecord): Promise<void> {
  const response = await fetch(`${simulatorUrl}/__simulator/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([record]),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The simulator refused the record: ${await response.text()}`);
}
