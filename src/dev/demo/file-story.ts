import { z } from 'zod';
import { bulkChangeShape } from './api-shapes.ts';
import type { CarrierFleet } from './carrier-fleet.ts';
import { isInUse } from './device-picker.ts';
import type { ChangeResult } from './result-table.ts';
import { putRecord, readRecords } from './simulator-admin.ts';
import { awaitState, check, until, type Stage } from './story.ts';

/** Well-formed, and nobody's. */
const MISTYPED = '89019999999999999998';
const DEVICES = 12;

const uploadShape = bulkChangeShape.extend({
  rowReport: z.object({ faults: z.array(z.object({ row: z.number(), code: z.string() })) }),
});

const syncShape = z.object({ id: z.string(), status: z.string(), seen: z.number() });

const driftShape = z.object({
  iccid: z.string(),
  drift: z.array(z.object({ field: z.string(), lastBulkChangeId: z.string().nullable() })),
});

/**
 * A spreadsheet goes in and comes back with what failed; corrected and sent again, only its rows are tried. Then somebody
 * changes a device at the carrier behind our back, and the inventory sync finds it.
 */
export async function fileStory(stage: Stage, fleet: CarrierFleet): Promise<ChangeResult> {
  const [spare = '', ...rows] = fleet.picker
    .take(DEVICES + 1, 'active devices', isInUse)
    .map(({ iccid }) => iccid);
  rows[4] = MISTYPED;
  stage.say('\nNow a spreadsheet: twelve devices to suspend, one of them mistyped.');
  const file = ['SIM Number;Comment', ...rows.map((iccid) => `${iccid};demo`)].join('\r\n');
  const uploaded = await upload(stage, file, fleet.sample('suspend'));
  const { id } = uploaded;
  await until(stage, id, 'ERROR');
  const failures = await stage.api.text(`/v1/bulk-changes/${id}/errors.csv`);
  stage.say('Its errors.csv is corrected and uploaded: only that row is tried again.');
  await upload(stage, failures.replace(MISTYPED, spare));
  const mended = await until(stage, id, 'PROCESSED');
  const results = await stage.api.text(`/v1/bulk-changes/${id}/results.csv`);
  const found = await driftOf(stage, fleet, spare);
  return {
    title: 'A file in, its failures corrected, and drift found · Jasper',
    checks: [
      check('refused in the report', '6 device.not_found', reported(uploaded)),
      check('PROCESSED after the corrected file', DEVICES, mended.counts.processed),
      check('lines in results.csv', DEVICES + 1, results.trim().split('\r\n').length),
      check('drift found', `status after ${id}`, found),
    ],
  };
}

function upload({ api }: Stage, csv: string, sample?: object) {
  const form = new FormData();
  if (sample !== undefined) {
    form.set('request', JSON.stringify(Object.fromEntries(Object.entries(sample).filter(isNoDevices))));
  }
  form.set('file', new Blob([csv], { type: 'text/csv' }), 'devices.csv');
  return api.upload('/v1/bulk-changes/uploads', form, uploadShape);
}

function isNoDevices([name]: [string, unknown]): boolean {
  return name !== 'devices';
}

function reported({ rowReport }: z.infer<typeof uploadShape>): string {
  return rowReport.faults.map(({ row, code }) => `${String(row)} ${code}`).join(', ');
}

/** Switches a device on at the carrier, past the product, and tells what a sync makes of it. */
async function driftOf(stage: Stage, fleet: CarrierFleet, iccid: string): Promise<string> {
  const { serviceProviderId } = fleet.sample('suspend');
  stage.say('Somebody switches a device on at the carrier, past Millpond; the inventory is synced.');
  const record = (await readRecords(stage.simulatorUrl)).get(iccid);
  await putRecord(stage.simulatorUrl, { ...record, status: 'ACTIVATED' });
  const path = `/v1/service-providers/${serviceProviderId}`;
  const { id } = await stage.api.post(`${path}/sync`, {}, syncShape);
  await awaitState(stage, {
    read: () => stage.api.get(`${path}/syncs/${id}`, syncShape),
    isThere: ({ status }) => status === 'COMPLETED',
    what: `The sync ${id}`,
    status: 'COMPLETED',
  });
  const drifted = await stage.api.list(
    `/v1/devices?drift=true&serviceProviderId=${serviceProviderId}`,
    driftShape,
  );
  const own = drifted.find((device) => device.iccid === iccid)?.drift[0];
  return own === undefined ? 'none' : `${own.field} after ${own.lastBulkChangeId ?? 'nothing'}`;
}
