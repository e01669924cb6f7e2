import { expect } from 'vitest';
import { CarrierError } from '../../src/carriers/carrier-error.ts';

/** The CarrierError that a call ends with; anything else fails the test. */
export async function carrierErrorOf(call: Promise<unknown>): Promise<CarrierError> {
  const outcome = await call.then(
    () => 'no error at all',
    (error: unknown) => error,
  );
  if (outcome instanceof CarrierError) return outcome;
  expect.fail(`expected a CarrierError, got ${String(outcome)}`);
}
