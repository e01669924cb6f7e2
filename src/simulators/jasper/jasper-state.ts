import type { CarrierFrame } from '../frame/carrier.ts';
import type { Table } from '../frame/table.ts';
import type { JasperAccount } from './account.ts';
import { jasperDeviceSchema, type JasperDevice } from './device.ts';
import { createModificationOrder, type ModificationOrder } from './modification-order.ts';
import { createNextDue, type NextDue } from './next-due.ts';
import { scheduledEditSchema, type ScheduledEdit } from './scheduled-edit.ts';

/** All that Jasper knows. */
export interface JasperState {
  frame: CarrierFrame;
  accounts: readonly JasperAccount[];
  devices: Table<JasperDevice>;
  schedules: Table<ScheduledEdit>;
  modified: ModificationOrder;
  nextDue: NextDue;
}

/** Declares Jasper's tables on the frame's store. */
export function createJasperState(frame: CarrierFrame, accounts: readonly JasperAccount[]): JasperState {
  const modified = createModificationOrder();
  const nextDue = createNextDue();
  return {
    frame,
    accounts,
    modified,
    nextDue,
    devices: frame.store.table({
      name: 'devices',
      schema: jasperDeviceSchema,
      idOf: ({ iccid }) => iccid,
      keysOf: ({ msisdn, imsi, imei }) => [msisdn, imsi, imei].filter((key) => key !== null),
      onPut: (device) => modified.touch(device),
      onClear: () => modified.clear(),
    }),
    schedules: frame.store.table({
      name: 'schedules',
      schema: scheduledEditSchema,
      idOf: ({ id }) => id,
      keysOf: ({ iccid }) => [iccid],
      onPut: (edit) => nextDue.note(edit),
      onClear: () => nextDue.settle([]),
    }),
  };
}
