import { describe, expect, it } from 'vitest';
import {
  PERMISSIONS,
  roleCovers,
  roleMay,
  ROLES,
  type Permission,
  type Role,
} from '../../src/domain/permission.ts';

const GRANTED: Record<Role, readonly Permission[]> = {
  viewer: ['bulk-change:read', 'device:read', 'reference:read', 'provider:read'],
  operator: [
    'bulk-change:read',
    'device:read',
    'reference:read',
    'provider:read',
    'bulk-change:submit',
    'bulk-change:control',
    'device:write',
    'webhook:read',
    'provider:sync',
  ],
  admin: [...PERMISSIONS],
};

describe.each(ROLES)('the role %s', (role) => {
  it('may do exactly what its list names, all else is denied', () => {
    expect(PERMISSIONS.filter((permission) => roleMay(role, permission)).sort()).toEqual(
      [...GRANTED[role]].sort(),
    );
  });

  it('covers itself, and another role only when it may do all that the other may', () => {
    expect(roleCovers(role, role)).toBe(true);
    for (const wanted of ROLES) {
      const everything = PERMISSIONS.every(
        (permission) => !roleMay(wanted, permission) || roleMay(role, permission),
      );
      expect(roleCovers(role, wanted)).toBe(everything);
    }
  });
});

it('no role covers a greater one', () => {
  expect(roleCovers('viewer', 'operator')).toBe(false);
  expect(roleCovers('viewer', 'admin')).toBe(false);
  expect(roleCovers('operator', 'admin')).toBe(false);
});

it('a viewer changes nothing', () => {
  for (const permission of PERMISSIONS.filter((each) => !each.endsWith(':read'))) {
    expect(roleMay('viewer', permission)).toBe(false);
  }
});
