import type { DeviceErrorCode } from '../../domain/error-code.ts';

/**
 * What a code of the interface means, from an error answer or a callback's fault: `[<Service>.]<CLASS>.<Specific>`,
 * with or without the service in front, by code and never by text. Codes that are not known are final refusals.
 */
export function meaningOfFault(faultCode: string): DeviceErrorCode {
  const { faultClass, specific } = split(faultCode);
  if (SESSION_CODES.includes(specific)) return 'thingspace.session_refused';
  switch (faultClass) {
    case 'REQUEST_ONHOLD':
      return 'thingspace.on_hold';
    case 'REQUEST_CANCELLED':
      return 'thingspace.request_cancelled';
    case 'REQUEST_FAILED':
    case 'INPUT_INVALID':
      return meaningOfSpecific(specific);
    case null:
      return 'carrier.rejected';
  }
}

const CLASSES = ['INPUT_INVALID', 'REQUEST_FAILED', 'REQUEST_ONHOLD', 'REQUEST_CANCELLED'] as const;

const SESSION_CODES: readonly string[] = [
  'SessionToken.Expired',
  'SessionToken.Invalid',
  'SessionToken.Format',
];

const MEANINGS: ReadonlyMap<string, DeviceErrorCode> = new Map<string, DeviceErrorCode>([
  ['UnexpectedError', 'carrier.unavailable'],
  ['DeviceAlreadyActive', 'thingspace.already_active'],
  ['DeviceNotFound', 'carrier.device_not_found'],
  ['DeviceState.Invalid', 'thingspace.wrong_state'],
  ['AccountName', 'provider.settings_invalid'],
  ['AccountNotFound', 'provider.settings_invalid'],
  ['NoAccounts', 'provider.settings_invalid'],
  ['MultipleAccounts', 'provider.settings_invalid'],
  ['Account.NotDefined', 'provider.settings_invalid'],
  ['CarrierNotOnAccount', 'provider.settings_invalid'],
  ['DefaultIpPoolNotDefined', 'thingspace.account_setup'],
]);

function meaningOfSpecific(specific: string): DeviceErrorCode {
  const known = MEANINGS.get(specific);
  if (known !== undefined) return known;
  // The plan's own code stands before it.
  return specific.endsWith('.NotFound') ? 'thingspace.account_setup' : 'carrier.rejected';
}

function split(faultCode: string): {
  readonly faultClass: (typeof CLASSES)[number] | null;
  readonly specific: string;
} {
  const parts = faultCode.trim().split('.');
  for (const faultClass of CLASSES) {
    // Only in front or behind the service: a plan may be called as it likes.
    const place = parts.slice(0, 2).indexOf(faultClass);
    if (place >= 0) return { faultClass, specific: parts.slice(place + 1).join('.') };
  }
  return { faultClass: null, specific: faultCode };
}
