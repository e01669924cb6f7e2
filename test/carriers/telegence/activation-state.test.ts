import { expect, it } from 'vitest';
import { activationStateOf } from '../../../src/carriers/telegence/activation-polls.ts';

const sim = '89010000000000000004';

const element = (service: Record<string, string>) => ({
  id: 'element-1',
  service: {
    name: 'activation',
    status: '',
    subscriberNumber: '',
    error: '',
    serviceCharacteristic: [],
    ...service,
  },
});

it.each([
  [{ status: 'pending' }, { kind: 'pending' }],
  [{ status: 'reserved' }, { kind: 'pending' }],
  [{ status: 'inactive' }, { kind: 'pending' }],
  [
    { status: 'active', subscriberNumber: '5553000004' },
    { kind: 'active', subscriberNumber: '5553000004' },
  ],
  [
    { status: 'rejected', error: 'No.' },
    { kind: 'rejected', reason: 'No.', needsEsim: false },
  ],
  [
    { status: 'rejected', name: '/service/' },
    { kind: 'rejected', reason: 'no reason given', needsEsim: true },
  ],
])('reads %j as %j', (service, state) => {
  expect(activationStateOf(element(service), sim)).toEqual(state);
});

it.each([undefined, element({ status: 'active' })])('finds %j unreadable', (own) => {
  expect(() => activationStateOf(own, sim)).toThrow(sim);
});
