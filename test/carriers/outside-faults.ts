import { expect, it } from 'vitest';
import type { DeviceErrorCode } from '../../src/domain/error-code.ts';
import type { Sandbox } from '../simulators/running-simulators.ts';
import { carrierErrorOf } from './carrier-error-of.ts';
import { recordedCall, type RecordedCall } from './recorded-call.ts';

/** Longer than a local answer ever takes, shorter than the faults that withhold it. */
export const TIMEOUT_MS = 400;

/** What went wrong, in words that fit carriers and the billing system alike. */
type Meaning =
  'rejected' | 'login refused' | 'forbidden' | 'not found' | 'rate limited' | 'unavailable' | 'timeout';

interface FaultCase {
  readonly promise: string;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly meaning: Meaning;
  /** What a write's error says of the effect. */
  readonly mayHaveApplied: boolean;
  /** Effects of the write at the other side. */
  readonly effects: 0 | 1;
}

/** Every fault of connection and HTTP that the simulators can play. */
const FAULTS: readonly FaultCase[] = [
  {
    promise: 'HTTP 400',
    rule: { do: 'http', status: 400 },
    meaning: 'rejected',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 401',
    rule: { do: 'http', status: 401 },
    meaning: 'login refused',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'unauthorized',
    rule: { do: 'unauthorized' },
    meaning: 'login refused',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 403',
    rule: { do: 'http', status: 403 },
    meaning: 'forbidden',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 404',
    rule: { do: 'http', status: 404 },
    meaning: 'not found',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 409',
    rule: { do: 'http', status: 409 },
    meaning: 'rejected',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 429',
    rule: { do: 'http', status: 429 },
    meaning: 'rate limited',
    mayHaveApplied: false,
    effects: 0,
  },
  {
    promise: 'HTTP 500',
    rule: { do: 'http', status: 500 },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 0,
  },
  {
    promise: 'a gateway’s HTML 502',
    rule: { do: 'http', status: 502, html: true },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 0,
  },
  {
    promise: 'HTTP 503',
    rule: { do: 'http', status: 503 },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 0,
  },
  {
    promise: 'HTTP 500 after the effect',
    rule: { do: 'applyThenHttp', status: 500 },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 1,
  },
  {
    promise: 'a reset connection',
    rule: { do: 'reset' },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 0,
  },
  {
    promise: 'a connection closed after the effect',
    rule: { do: 'applyThenDrop' },
    meaning: 'unavailable',
    mayHaveApplied: true,
    effects: 1,
  },
  { promise: 'silence', rule: { do: 'drop' }, meaning: 'timeout', mayHaveApplied: true, effects: 0 },
  {
    promise: 'an answer that comes too late',
    rule: { do: 'slow', ms: 20_000 },
    meaning: 'timeout',
    mayHaveApplied: true,
    effects: 1,
  },
];

/** The codes of a carrier. */
export const CARRIER_CODES: Readonly<Record<Meaning, DeviceErrorCode>> = {
  rejected: 'carrier.rejected',
  'login refused': 'carrier.login_refused',
  forbidden: 'carrier.forbidden',
  'not found': 'carrier.device_not_found',
  'rate limited': 'carrier.rate_limited',
  unavailable: 'carrier.unavailable',
  timeout: 'carrier.timeout',
};

export interface Subject {
  readonly sandbox: Sandbox;
  readonly run: (call: RecordedCall) => Promise<unknown>;
}

export interface FaultyOperation {
  /** The simulator's word for the request that fails. */
  readonly operation: string;
  readonly write: boolean;
  readonly codes: Readonly<Record<Meaning, DeviceErrorCode>>;
  /** A fresh simulator and the call that has one effect at it, or none for a read. */
  readonly prepare: () => Promise<Subject>;
}

/** Generates a promise for each fault: its code, what the error says of the effect, and what a retry makes of it. */
export function itSurvivesEveryFault(subject: FaultyOperation): void {
  it.each(FAULTS)('tells $promise as $meaning', async (fault) => {
    const { sandbox, run } = await subject.prepare();
    await sandbox.faults({ when: { operation: subject.operation }, ...fault.rule, times: 1 });
    const call = recordedCall();

    const error = await carrierErrorOf(run(call));

    expect(error).toMatchObject({
      code: subject.codes[fault.meaning],
      mayHaveApplied: subject.write && fault.mayHaveApplied,
    });
    expect(await sandbox.effects()).toHaveLength(subject.write ? fault.effects : 0);
    expect(error.message).toContain(call.exchanges.at(-1)?.errorText);
    expect(call.writes).toHaveLength(subject.write ? 1 : 0);
  });

  if (!subject.write) return;
  it.each(FAULTS)('reaches exactly one effect when retried after $promise', async (fault) => {
    const { sandbox, run } = await subject.prepare();
    await sandbox.faults({ when: { operation: subject.operation }, ...fault.rule, times: 1 });
    await carrierErrorOf(run(recordedCall()));

    await run(recordedCall({ readFirst: true }));

    expect(await sandbox.effects()).toHaveLength(1);
  });
}
