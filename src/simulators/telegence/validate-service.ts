import type { TelegenceAccount } from './account.ts';

/**
 * Why a value cannot be set on any line of the account, or null. Knows the fields that an update and an
 * activation have in common.
 */
export function invalidService(account: TelegenceAccount, name: string, value: string): string | null {
  switch (name) {
    case 'singleUserCode':
      return account.singleUserCodes.some(({ code }) => code === value) ? null : notValid(name, value);
    case 'addOfferingCode':
      return isOffering(account, value) ? null : notValid('offeringCode', value);
    case 'IMEI':
      return /^\d{14,16}$/.test(value) ? null : notValid(name, value);
    case 'serviceZipCode':
      return /^\d{5}(-\d{4})?$/.test(value) ? null : notValid(name, value);
    default:
      if (/^offeringCode\d+$/.test(name)) return isOffering(account, value) ? null : notValid(name, value);
      return null;
  }
}

export function notValid(name: string, value: string): string {
  return `${name} ${value} is not valid`;
}

function isOffering({ offeringCodes }: TelegenceAccount, code: string): boolean {
  return code !== '' && (offeringCodes === undefined || offeringCodes.includes(code));
}
