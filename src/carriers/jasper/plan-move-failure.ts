import { CarrierError } from '../carrier-error.ts';
import type { DeviceErrorCode } from '../../domain/error-code.ts';

/** Faults of the account rather than of this move: their own codes tell better what to do. */
const OF_THE_ACCOUNT: readonly DeviceErrorCode[] = ['carrier.login_refused', 'provider.settings_invalid'];

/**
 * What a failed plan move before a deactivation ends with: `jasper.plan_move_failed` when it is final, so that nobody
 * deactivates on an expensive plan; itself when it may pass, so that the move is tried again.
 */
export function planMoveFailure(error: unknown): unknown {
  if (!(error instanceof CarrierError) || mayPass(error) || OF_THE_ACCOUNT.includes(error.code)) return error;
  return new CarrierError({
    code: 'jasper.plan_move_failed',
    message: `The plan could not be moved before the deactivation, and the status was not touched. ${error.message}`,
    ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }),
    mayHaveApplied: error.mayHaveApplied,
    cause: error,
  });
}

function mayPass(error: CarrierError): boolean {
  return error.errorClass === 'TRANSIENT' || error.errorClass === 'SYSTEM';
}
