import type { Outcome } from '../../src/db/bulk/record-outcomes.ts';

/** The outcome of a device that went well, but for what `more` says. */
export function processed(deviceChangeId: string, more: Partial<Outcome> = {}): Outcome {
  return {
    deviceChangeId,
    status: 'PROCESSED',
    errorClass: null,
    errorCode: null,
    errorMessage: null,
    observed: {},
    description: 'Update Device Status: Jasper Record Outcome',
    ...more,
  };
}
