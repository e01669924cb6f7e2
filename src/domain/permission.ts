export const ROLES = ['admin', 'operator', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'bulk-change:read',
  'bulk-change:submit',
  'bulk-change:control',
  'device:read',
  'device:write',
  'reference:read',
  'reference:write',
  'provider:read',
  'provider:write',
  'provider:sync',
  'token:manage',
  'audit:read',
  'webhook:read',
  'webhook:manage',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: readonly Permission[] = ['bulk-change:read', 'device:read', 'reference:read', 'provider:read'];
const OPERATOR: readonly Permission[] = [
  ...VIEWER,
  'bulk-change:submit',
  'bulk-change:control',
  'device:write',
  'provider:sync',
  'webhook:read',
];

const GRANTS: Record<Role, readonly Permission[]> = {
  viewer: VIEWER,
  operator: OPERATOR,
  admin: PERMISSIONS,
};

/** Denied unless the role's list names it. */
export function roleMay(role: Role, permission: Permission): boolean {
  return GRANTS[role].includes(permission);
}

/** A token can never give more than its maker has. */
export function roleCovers(maker: Role, wanted: Role): boolean {
  return GRANTS[wanted].every((permission) => roleMay(maker, permission));
}
