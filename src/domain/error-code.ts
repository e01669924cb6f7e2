import type { ErrorClass } from './error-class.ts';

interface ErrorCodeFacts {
  readonly errorClass: ErrorClass;
  /** What an operator should do; shown with each group of failures. */
  readonly suggestedAction: string;
}

/** Every code a device's change can end with. A new fault gets its line here, or it does not compile. */
export const DEVICE_ERROR_CODES = {
  'device.not_found': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Check the identifier, or import the device for this service provider first.',
  },
  'device.duplicate': {
    errorClass: 'VALIDATION',
    suggestedAction: 'The device stands in this change more than once; the first row is the one that counts.',
  },
  'device.ambiguous': {
    errorClass: 'VALIDATION',
    suggestedAction:
      'Several devices of this service provider have this number: name the device by its ICCID.',
  },
  'device.archived': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Restore the device from the archive, or leave it out.',
  },
  'device.busy': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Another change is working on this device. Retry when it has finished.',
  },
  'device.stale': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The device has changed since. Look at it, then submit a new change.',
  },
  'undo.not_reversible': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'Nothing brings this device back to what it was. Submit a new change with what you want.',
  },
  'undo.billing_line': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'Disconnect the billing line in the billing system first, then assign the device to its former customer.',
  },
  'change.halted': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The change was paused or canceled before the device was begun. Resume it.',
  },
  'status.transition_not_allowed': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Choose a target status that the carrier allows from the current one.',
  },
  'carrier_rate_plan.retired': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Choose a plan that is not retired.',
  },
  'carrier_rate_plan.incompatible': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Choose a plan that fits the SIM type of the device.',
  },
  'customer_rate_plan.retired': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Choose a customer rate plan that is not retired.',
  },
  'rev_service.already_connected': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The device already has a connected line with products of this customer.',
  },
  'rev_service.active_elsewhere': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Disconnect the active line of the other customer first.',
  },
  'rev_service.activation_date_unknown': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Give an effective date: the device has no activation date of its own.',
  },
  'provider.credentials_missing': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Set the credentials of the service provider, then retry.',
  },
  'provider.writes_disabled': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Carrier writes are switched off for this service provider. Switch them on, then retry.',
  },
  'provider.settings_invalid': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Correct the settings of the service provider, then retry.',
  },
  'billing.connection_missing': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Set up the billing connection of the tenant, then retry.',
  },
  'billing.login_refused': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Replace the credentials of the billing connection, then retry.',
  },
  'billing.rejected': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Read the billing system’s answer in the log, correct the request, then retry.',
  },
  'billing.rate_limited': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'Retry later: the billing system was too busy.',
  },
  'billing.unavailable': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'Retry when the billing system is back.',
  },
  'billing.half_applied': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The service line exists but not all of its products. Retry to complete it.',
  },
  'carrier.login_refused': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Replace the credentials of the service provider, then retry.',
  },
  'carrier.forbidden': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Ask the carrier to permit this operation for the account, then retry.',
  },
  'carrier.device_not_found': {
    errorClass: 'VALIDATION',
    suggestedAction: 'The carrier does not know this device on this account. Check where it belongs.',
  },
  'carrier.rejected': {
    errorClass: 'VALIDATION',
    suggestedAction: 'Read the carrier’s answer in the log, correct the request, then retry.',
  },
  'carrier.rate_limited': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'Retry later: the carrier was too busy.',
  },
  'carrier.budget_exhausted': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'Retry later: the account’s request budget was used up.',
  },
  'carrier.unavailable': { errorClass: 'TRANSIENT', suggestedAction: 'Retry when the carrier is back.' },
  'carrier.timeout': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'The carrier did not answer. Retry: the device is read before anything is sent again.',
  },
  'carrier.answer_unreadable': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'The carrier’s answer made no sense. Retry: the device is read first.',
  },
  'carrier.quota_exhausted': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The line has used up the actions that the carrier allows in a day. Retry tomorrow (UTC).',
  },
  'carrier.unconfirmed': {
    errorClass: 'TRANSIENT',
    suggestedAction:
      'The carrier accepted the request and did not confirm it in time. Retry: the device is read before anything is sent again.',
  },
  'carrier.details_missing': {
    errorClass: 'VALIDATION',
    suggestedAction:
      'Give what the carrier needs: the IMEI, and for an activation the plan and the ZIP code.',
  },
  'jasper.plan_move_failed': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The plan could not be moved before deactivation; the status was not touched. See the log.',
  },
  'jasper.no_deactivation_plan': {
    errorClass: 'BUSINESS',
    suggestedAction: 'Add a carrier rate plan to the service provider that the device can be moved to first.',
  },
  'pond.package_change_failed': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The package change failed and the former plan was put back. See the log, then retry.',
  },
  'pond.half_applied': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The package change stopped half-way and could not be undone. The log tells what exists at the carrier.',
  },
  'thingspace.session_refused': {
    errorClass: 'TRANSIENT',
    suggestedAction:
      'The carrier ended a session that had just been opened. Retry; if it happens again, see who else uses the log-in.',
  },
  'thingspace.in_progress': {
    errorClass: 'TRANSIENT',
    suggestedAction:
      'The carrier is still at work on an earlier request for this line. Retry when it is done.',
  },
  'thingspace.on_hold': {
    errorClass: 'TRANSIENT',
    suggestedAction: 'The carrier has put the request on hold. Wait; it is not final.',
  },
  'thingspace.request_cancelled': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The carrier cancelled the request. Retry to send a new one.',
  },
  'thingspace.request_failed': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The carrier failed the request without a reason. Look at the line in its portal, then retry.',
  },
  'thingspace.already_active': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The carrier says that the line is active already, but lists another state. Look at it in the portal, then retry.',
  },
  'thingspace.wrong_state': {
    errorClass: 'VALIDATION',
    suggestedAction:
      'The line’s state at the carrier does not permit this. Restore a suspended line first, then submit again.',
  },
  'thingspace.account_setup': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The account lacks the plan or the address pool that was named. Have it set up, then retry.',
  },
  'telegence.activation_rejected': {
    errorClass: 'VALIDATION',
    suggestedAction: 'The carrier rejected the activation. Read its reason, correct the device, then retry.',
  },
  'telegence.activation_unverified': {
    errorClass: 'BUSINESS',
    suggestedAction:
      'The account has too many lines to search for a lost activation. Look the SIM up at the carrier, or raise activation.maxLinesToSearch, then retry.',
  },
  'telegence.needs_esim': {
    errorClass: 'VALIDATION',
    suggestedAction: 'The device needs an eSIM: use a SIM that fits it.',
  },
  'telegence.no_address_available': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The profile has no free address left. Ask the carrier for more, then retry.',
  },
  'telegence.half_applied': {
    errorClass: 'BUSINESS',
    suggestedAction: 'The line is active but has no static address. Retry: only what is missing is done.',
  },
  'system.database': {
    errorClass: 'SYSTEM',
    suggestedAction: 'The database was not reachable. Retry; if it happens again, alert operations.',
  },
  'system.unexpected': {
    errorClass: 'SYSTEM',
    suggestedAction: 'An unexpected fault. See the log, retry, and report it if it happens again.',
  },
} as const satisfies Record<string, ErrorCodeFacts>;

export type DeviceErrorCode = keyof typeof DEVICE_ERROR_CODES;

export function isDeviceErrorCode(text: string): text is DeviceErrorCode {
  return Object.hasOwn(DEVICE_ERROR_CODES, text);
}

export function errorClassOf(code: DeviceErrorCode): ErrorClass {
  return DEVICE_ERROR_CODES[code].errorClass;
}

/** The advice for a code; codes of an older version get a general one. */
export function suggestedActionFor(code: string): string {
  return isDeviceErrorCode(code)
    ? DEVICE_ERROR_CODES[code].suggestedAction
    : 'Read the log of the device, correct the cause, then retry.';
}
