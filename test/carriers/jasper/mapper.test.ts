import { expect, it } from 'vitest';
import { DEVICE_STATUSES } from '../../../src/domain/device-status.ts';
import { jasperStatusOf, productStatusOf } from '../../../src/carriers/jasper/mapper.ts';

it('has a word, or none, for every status of the product', () => {
  expect(DEVICE_STATUSES.map((status) => [status, jasperStatusOf(status)])).toEqual([
    ['inventory', 'INVENTORY'],
    ['pending_activation', 'ACTIVATION_READY'],
    ['active', 'ACTIVATED'],
    ['suspended', 'DEACTIVATED'],
    ['deactivated', 'DEACTIVATED'],
    ['retired', 'RETIRED'],
    ['terminated', null],
  ]);
});

it.each([
  ['INVENTORY', 'inventory'],
  ['ACTIVATION_READY', 'pending_activation'],
  ['ACTIVATED', 'active'],
  ['DEACTIVATED', 'deactivated'],
  ['RETIRED', 'retired'],
  ['PURGED', 'terminated'],
  ['TEST_READY', null],
  ['TRIAL', null],
  ['REPLACED', null],
  ['A_LATER_WORD', null],
  [null, null],
])('reads %s as %s', (theirs, ours) => {
  expect(productStatusOf(theirs)).toBe(ours);
});
