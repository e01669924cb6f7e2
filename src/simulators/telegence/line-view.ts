import type { TelegenceAccount } from './account.ts';
import type { Characteristic } from './characteristic.ts';
import type { TelegenceLine } from './line.ts';
import { billCycleAt, dayOf, toTelegenceDate } from './telegence-date.ts';

/** A line as `GET …/service/{subscriberNumber}` shows it: every value is a text. */
export function lineDetails(
  line: TelegenceLine,
  account: TelegenceAccount,
  nowMs: number,
): { subscriberNumber: string; serviceCharacteristic: Characteristic[] } {
  const values: [name: string, value: string | null][] = [
    ['subscriberStatus', line.status],
    ['statusEffectiveDate', toTelegenceDate(line.statusEffectiveDate)],
    ['statusReasonCode', line.statusReasonCode],
    ['subscriberActivationDate', toTelegenceDate(line.subscriberActivationDate)],
    ['singleUserCode', line.singleUserCode],
    ['singleUserCodeDescription', descriptionOf(account, line.singleUserCode)],
    ['serviceZipCode', line.serviceZipCode],
    ['billingAccountNumber', line.billingAccountNumber],
    ['nextBillCycleDate', toTelegenceDate(dayOf(billCycleAt(nowMs, account.billCycleDay).next))],
    ['contactName', line.contactName],
    ['sim', line.iccid],
    ['BLIMEI', line.imei],
    ['BLDeviceTechnologyType', line.technologyType],
    ['NWIMEI', line.imei],
    ...line.offerings.flatMap(({ code, effectiveDate }, at): [string, string][] => [
      [`offeringCode${at + 1}`, code],
      [`offeringEffectiveDate${at + 1}`, toTelegenceDate(effectiveDate)],
    ]),
    ['ipAddress', line.ipAddress],
  ];
  const serviceCharacteristic = values.map(([name, value]) => ({ name, value: value ?? '' }));
  return { subscriberNumber: line.subscriberNumber, serviceCharacteristic };
}

function descriptionOf({ singleUserCodes }: TelegenceAccount, code: string | null): string {
  return singleUserCodes.find((known) => known.code === code)?.description ?? '';
}
