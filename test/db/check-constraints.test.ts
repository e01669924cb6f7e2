import { afterAll, beforeAll, expect, it } from 'vitest';
import { BULK_CHANGE_STATUSES } from '../../src/domain/bulk-change-status.ts';
import { CHANGE_TYPES } from '../../src/domain/change-type.ts';
import {
  DEVICE_CHANGE_STATUSES,
  RETRYABLE_DEVICE_CHANGE_STATUSES,
} from '../../src/domain/device-change-status.ts';
import { IDENTIFIER_TYPES } from '../../src/domain/device-identifier.ts';
import { DEVICE_STATUSES } from '../../src/domain/device-status.ts';
import { DRIFT_FIELDS } from '../../src/domain/drift.ts';
import { ERROR_CLASSES } from '../../src/domain/error-class.ts';
import { INTEGRATIONS } from '../../src/domain/integration.ts';
import { INVENTORY_SYNC_STATUSES } from '../../src/domain/inventory-sync.ts';
import { ROLES } from '../../src/domain/permission.ts';
import { PORTAL_TYPES } from '../../src/domain/portal.ts';
import {
  WEBHOOK_DELIVERY_STATUSES,
  WEBHOOK_DISABLED_REASONS,
} from '../../src/domain/webhook-delivery-status.ts';
import { WEBHOOK_EVENT_TYPES } from '../../src/domain/webhook-event-type.ts';
import { LINE_ACTION_KINDS } from '../../src/db/line-actions.ts';
import { openFleetDatabase, type FleetDatabase } from './fleet-database.ts';

let db: FleetDatabase;
const definitions = new Map<string, string>();

beforeAll(async () => {
  db = await openFleetDatabase();
  const { rows } = await db.database.pool.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  );
  for (const { name, definition } of rows) definitions.set(name, definition);
});

afterAll(() => db.close());

const wordsOf = (name: string): string[] =>
  [...(definitions.get(name) ?? '').matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');

const WORDS: Readonly<Record<string, readonly string[]>> = {
  api_tokens_role_check: ROLES,
  bulk_changes_change_type_check: CHANGE_TYPES,
  bulk_changes_integration_check: INTEGRATIONS,
  bulk_changes_on_conflict_check: ['queue', 'reject'],
  bulk_changes_portal_type_check: PORTAL_TYPES,
  bulk_changes_status_check: BULK_CHANGE_STATUSES,
  device_changes_error_check: ['ERROR', 'UNKNOWN'],
  device_changes_error_class_check: ERROR_CLASSES,
  device_changes_identifier_type_check: IDENTIFIER_TYPES,
  device_changes_status_check: DEVICE_CHANGE_STATUSES,
  device_drifts_field_check: DRIFT_FIELDS,
  devices_status_check: DEVICE_STATUSES,
  inventory_syncs_finished_check: ['RUNNING'],
  inventory_syncs_status_check: INVENTORY_SYNC_STATUSES,
  line_actions_kind_check: LINE_ACTION_KINDS,
  log_entries_portal_type_check: PORTAL_TYPES,
  service_providers_integration_check: INTEGRATIONS,
  service_providers_portal_type_check: PORTAL_TYPES,
  users_role_check: ROLES,
  webhook_deliveries_status_check: WEBHOOK_DELIVERY_STATUSES,
  webhook_endpoints_disabled_reason_check: WEBHOOK_DISABLED_REASONS,
  webhook_events_type_check: WEBHOOK_EVENT_TYPES,
  webhook_failures_status_check: RETRYABLE_DEVICE_CHANGE_STATUSES,
};

it.each(Object.entries(WORDS))('%s allows exactly the words of the domain', (name, words) => {
  expect(wordsOf(name).sort()).toEqual([...words].sort());
});

it('no list of words in the database is left without a comparison', () => {
  const withWords = [...definitions.keys()].filter((name) => wordsOf(name).length > 0);
  expect(withWords.sort()).toEqual(Object.keys(WORDS).sort());
});

it('every table that holds a tenant’s data refers to other tables together with the tenant', async () => {
  const { rows } = await db.database.pool.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(c.oid) as definition from pg_constraint c
     where contype = 'f' and connamespace = 'public'::regnamespace
       and confrelid <> 'tenants'::regclass
       and exists (select 1 from pg_attribute a where a.attrelid = conrelid and a.attname = 'tenant_id')`,
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const { name, definition } of rows) {
    expect(`${name}: ${definition}`).toMatch(
      /FOREIGN KEY \(tenant_id, \w+\) REFERENCES \w+\(tenant_id, id\)/,
    );
  }
});
