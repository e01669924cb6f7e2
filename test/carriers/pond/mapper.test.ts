import { expect, it } from 'vitest';
import { DEVICE_STATUSES } from '../../../src/domain/device-status.ts';
import { allServices, productStatusOf, switchOf } from '../../../src/carriers/pond/mapper.ts';

it('switches services on for active and off for both kinds of rest', () => {
  expect(DEVICE_STATUSES.filter((status) => switchOf(status) === 'ENABLED')).toEqual(['active']);
  expect(DEVICE_STATUSES.filter((status) => switchOf(status) === 'DISABLED')).toEqual([
    'suspended',
    'deactivated',
  ]);
});

it.each([
  { answer: { ...allServices('ENABLED'), statusOfSim: 'In-Service' }, ours: 'active' },
  { answer: { ...allServices('DISABLED'), statusOfSim: 'In-Service' }, ours: 'suspended' },
  { answer: { ...allServices('ENABLED') }, ours: 'active' },
  { answer: { ...allServices('DISABLED'), statusOfSim: 'Pre-Service' }, ours: 'inventory' },
  { answer: { ...allServices('DISABLED'), statusOfSim: 'Terminated' }, ours: 'terminated' },
  {
    answer: { ...allServices('ENABLED'), simSmsServiceStatus: 'DISABLED', statusOfSim: 'In-Service' },
    ours: null,
  },
] as const)('reads $answer as $ours', ({ answer, ours }) => {
  expect(productStatusOf(answer)).toBe(ours);
});
