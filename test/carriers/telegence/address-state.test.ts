import { expect, it } from 'vitest';
import { addressStateOf } from '../../../src/carriers/telegence/address-state.ts';

const progress = {
  batchId: 'batch-1',
  subscriberNumber: '5553000001',
  profileCheck: 'Success',
  ipReservation: 'Reserved',
  profileUpdate: 'Completed',
  ipAddressRecord: { ipAddress: '10.9.0.1' },
  message: '',
};

it.each([
  [{}, { kind: 'done', ipAddress: '10.9.0.1' }],
  [{ profileUpdate: 'Complete' }, { kind: 'done', ipAddress: '10.9.0.1' }],
  [{ profileUpdate: 'In progress' }, { kind: 'pending' }],
  [{ ipReservation: '', profileUpdate: '' }, { kind: 'pending' }],
  [{ ipAddressRecord: null }, { kind: 'pending' }],
  [
    { ipReservation: 'Failed', profileUpdate: '', message: 'in use' },
    { kind: 'failed', reason: 'in use' },
  ],
  [{ profileCheck: 'Failed' }, { kind: 'failed', reason: 'no reason given' }],
])('reads %j beside ended steps as %j', (change, state) => {
  expect(addressStateOf({ ...progress, ...change })).toEqual(state);
});
