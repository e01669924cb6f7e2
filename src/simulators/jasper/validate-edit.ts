import type { JasperAccount } from './account.ts';
import type { JasperDevice } from './device.ts';
import type { EditFields } from './edit-fields.ts';
import { defaultTransitions, isSimStatus, operatorOnlyMove } from './sim-status.ts';

/**
 * The validation token and a sentence for what is wrong with an edit, or null. The tokens are those of
 * the carrier's older interface, except COMMUNICATIONPLAN_… and IPADDRESS_…, which are formed like them.
 */
export function invalidEdit(device: JasperDevice, account: JasperAccount, fields: EditFields): string | null {
  for (const [name, value] of Object.entries(fields)) {
    const wrong = invalidField(device, account, name, value);
    if (wrong !== null) return wrong;
  }
  const address = fields['ipv4Address'] ?? fields['ipv6Address'];
  if (address !== undefined && (!fields['apn'] || !fields['pdpId'])) {
    return 'IPADDRESS_INVALID - an address needs apn and pdpId too.';
  }
  return null;
}

function invalidField(
  device: JasperDevice,
  account: JasperAccount,
  name: string,
  value: string,
): string | null {
  switch (name) {
    case 'status':
      return invalidStatus(device, account, value);
    case 'ratePlan':
      return invalidName('RATEPLAN', 'rate plan', account.ratePlans, value);
    case 'communicationPlan':
      return invalidName('COMMUNICATIONPLAN', 'communication plan', account.communicationPlans, value);
    case 'customer':
      return invalidCustomer(account, value);
    case 'deviceID':
      return invalidIdentifier('DEVICEID', value, 50);
    case 'modemID':
      return invalidIdentifier('MODEMID', value, 40);
    case 'overageLimitOverride':
      return invalidOverride(value);
    default:
      return null;
  }
}

/** Why a status cannot be set now, or null; the status it already has can always be set. */
function invalidStatus(device: JasperDevice, account: JasperAccount, target: string): string | null {
  if (target === '') return 'SIMSTATUS_NULL - the status is empty.';
  if (!isSimStatus(target)) return `SIMSTATUS_INVALID - ${target} is not a SIM status.`;
  if (target === device.status) return null;
  if (device.suspended !== 'N') return 'SIMSTATUS_SUSPENDED - the SIM is suspended by the operator.';
  const { from, to } = operatorOnlyMove;
  if (device.status === from && target === to) {
    return `SIMSTATUS_TRANSITION_UNAUTHORIZED - only the operator may set ${target}.`;
  }
  const allowed = (account.transitions ?? defaultTransitions)[device.status] ?? [];
  if (allowed.includes(target)) return null;
  return `SIMSTATUS_INVALID_TRANSITION - ${device.status} cannot become ${target}.`;
}

function invalidName(token: string, what: string, known: readonly string[], value: string): string | null {
  if (value === '') return `${token}_NULL - the ${what} is empty.`;
  return known.includes(value) ? null : `${token}_INVALID - there is no ${what} ${value}.`;
}

function invalidCustomer(account: JasperAccount, value: string): string | null {
  if (value === '') return 'CUSTOMER_NAME_NULL - the customer is empty.';
  if (value.length > 100) return 'CUSTOMER_NAME_TOO_MANY_CHARS - at most 100 characters.';
  if (value.includes(',')) return 'CUSTOMER_NAME_INVALID_FORMAT - no comma in a name.';
  return account.customers.includes(value) ? null : `CUSTOMERNAME_INVALID - there is no customer ${value}.`;
}

function invalidIdentifier(token: string, value: string, longest: number): string | null {
  if (value.length <= longest && !/[,*]/.test(value)) return null;
  return `${token}_INVALID_FORMAT - at most ${longest} characters, no comma, no asterisk.`;
}

function invalidOverride(value: string): string | null {
  if (value === '') return 'OVERRIDEMODE_NULL - the override is empty.';
  if (['DEFAULT', 'TEMPORARY_OVERRIDE', 'PERMANENT_OVERRIDE'].includes(value)) return null;
  return `OVERRIDEMODE_INVALID - ${value} is not an override.`;
}
