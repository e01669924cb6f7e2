import { describe, expect, it } from 'vitest';
import { DEVICE_STATUSES, type DeviceStatus } from '../../src/domain/device-status.ts';
import { INTEGRATIONS, type Integration } from '../../src/domain/integration.ts';
import { allowedTargets, mayMove } from '../../src/domain/status-transition.ts';

/** The moves of each carrier, written out by hand from its documentation. */
const MOVES: Record<Integration, readonly string[]> = {
  JASPER: [
    'inventory > pending_activation',
    'inventory > active',
    'inventory > retired',
    'pending_activation > active',
    'pending_activation > inventory',
    'pending_activation > retired',
    'active > suspended',
    'active > deactivated',
    'active > retired',
    'suspended > active',
    'suspended > deactivated',
    'suspended > retired',
    'deactivated > active',
    'deactivated > retired',
  ],
  THINGSPACE: [
    'inventory > pending_activation',
    'pending_activation > active',
    'active > suspended',
    'active > deactivated',
    'suspended > active',
    'deactivated > active',
  ],
  POND: [
    'inventory > active',
    'inventory > suspended',
    'inventory > deactivated',
    'active > suspended',
    'active > deactivated',
    'suspended > active',
    'suspended > deactivated',
    'deactivated > active',
    'deactivated > suspended',
  ],
  TELEGENCE: [
    'inventory > active',
    'pending_activation > active',
    'active > suspended',
    'active > deactivated',
    'suspended > active',
    'suspended > deactivated',
  ],
};

const FINAL: readonly DeviceStatus[] = ['retired', 'terminated'];

describe.each(INTEGRATIONS)('a device at %s', (integration) => {
  it('may make exactly the moves its carrier allows', () => {
    const made = DEVICE_STATUSES.flatMap((from) =>
      DEVICE_STATUSES.filter((to) => from !== to && mayMove(integration, from, to)).map(
        (to) => `${from} > ${to}`,
      ),
    );
    expect(made.sort()).toEqual([...MOVES[integration]].sort());
  });

  it.each(FINAL)('never leaves %s', (final) => {
    expect(allowedTargets(integration, final)).toEqual([]);
    for (const to of DEVICE_STATUSES) expect(mayMove(integration, final, to)).toBe(to === final);
  });

  it('may be asked again for the status it has', () => {
    for (const status of DEVICE_STATUSES) expect(mayMove(integration, status, status)).toBe(true);
  });
});

it('a suspended ThingSpace line must be restored before it is deactivated', () => {
  expect(mayMove('THINGSPACE', 'suspended', 'deactivated')).toBe(false);
  expect(mayMove('THINGSPACE', 'suspended', 'active')).toBe(true);
});
