import { expect, it } from 'vitest';
import { jasperStatusOf } from '../../src/carriers/jasper/mapper.ts';
import { switchOf } from '../../src/carriers/pond/mapper.ts';
import { DEVICE_STATUSES, type DeviceStatus } from '../../src/domain/device-status.ts';
import { meansTheSame } from '../../src/domain/found-device.ts';

const pairs = DEVICE_STATUSES.flatMap((one) => DEVICE_STATUSES.map((other) => [one, other] as const));

it.each([
  ['JASPER', jasperStatusOf],
  ['POND', switchOf],
] as const)('statuses mean the same exactly where %s has one word for them', (integration, wordOf) => {
  const hasOneWord = (one: DeviceStatus, other: DeviceStatus) =>
    one === other || (wordOf(one) !== null && wordOf(one) === wordOf(other));
  for (const [one, other] of pairs) {
    expect([one, other, meansTheSame(integration, 'status', one, other)]).toEqual([
      one,
      other,
      hasOneWord(one, other),
    ]);
  }
});

it.each([
  ['msisdn', '15550100001', '5550100001', true],
  ['msisdn', '15550100001', '5550100002', false],
  ['imei', '350000000000014', '35000000000001', true],
  ['imei', '350000000000014', '350000000000022', false],
  ['ipAddress', '10.0.0.5', '10.0.0.6', false],
] as const)('of a %s, %s and %s mean the same: %s', (field, one, other, same) => {
  expect(meansTheSame('THINGSPACE', field, one, other)).toBe(same);
});
