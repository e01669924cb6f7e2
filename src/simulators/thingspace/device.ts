import { z } from 'zod';
import { quotaSchema, unusedQuota } from '../frame/quota.ts';
import type { DeviceId } from './device-id.ts';

/** States of a line, as the list spells them. */
export const deviceStates = ['active', 'suspend', 'deactive', 'pre-active'] as const;

/** Actions that bring a line into another state. */
export const stateActions = ['activate', 'suspend', 'restore', 'deactivate'] as const;

export type StateAction = (typeof stateActions)[number];

const text = z.string().nullable().default(null);
const instant = z.iso.datetime({ offset: true }).nullable().default(null);

/** The carrier-side record of a line, found by its ICCID. Dates are ISO 8601. */
export const deviceSchema = z.object({
  account: z.string(),
  /** The carrier's own number of the device; lists are sorted by it. */
  deviceNumber: z.int().positive(),
  iccid: z.string().regex(/^\d{18,20}$/),
  imei: text,
  mdn: text,
  msisdn: text,
  state: z.enum(deviceStates),
  servicePlan: text,
  ipAddress: text,
  customFields: z.record(z.string(), z.string()).default({}),
  groupName: text,
  createdAt: z.iso.datetime({ offset: true }),
  lastActivationDate: instant,
  lastConnectionDate: instant,
  suspendedAt: instant,
  /** The state action that is being carried out, and the request it belongs to. */
  pending: z
    .object({ action: z.enum(stateActions), requestId: z.string() })
    .nullable()
    .default(null),
  /** Provisioning actions of the day. */
  actions: quotaSchema.default(unusedQuota),
  /** Rate plan changes of the month. */
  planChanges: quotaSchema.default(unusedQuota),
});

export type Device = z.infer<typeof deviceSchema>;

const pendingStates: Record<StateAction, string> = {
  activate: 'pending activation',
  suspend: 'pending suspend',
  restore: 'pending resume',
  deactivate: 'pending deactivation',
};

/** The state as a list shows it. */
export function shownState({ state, pending }: Device): string {
  return pending === null ? state : pendingStates[pending.action];
}

/** The identifiers a line has, kinds in lower case. */
export function identifiersOf({ iccid, imei, mdn, msisdn }: Device): DeviceId[] {
  const all = { iccid, imei, mdn, msisdn };
  return Object.entries(all).flatMap(([kind, id]) => (id === null ? [] : [{ id, kind }]));
}

/** The group a line is in when it is put into no other. */
export function defaultGroup({ accountName }: { accountName: string }): string {
  return `Default: ${accountName}`;
}
