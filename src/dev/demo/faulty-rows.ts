import type { Integration } from '../../domain/integration.ts';
import { inventNumbers } from '../demonstration/invented-numbers.ts';
import { DEMO_CARRIERS } from './demo-carrier.ts';
import { isArchived, type DevicePicker } from './device-picker.ts';

/** Rows that must be refused, with the codes they must be refused with, and a row that stands in the change already. */
export interface FaultyRows {
  readonly iccids: readonly string[];
  readonly errors: Readonly<Record<string, number>>;
}

/** Above every line that the demonstration data has. */
const firstUnknownLine = 990_000;

/** Two devices that nobody knows, two that are archived, and one that stands in the change already. */
export function faultyRows(picker: DevicePicker, repeated: string): FaultyRows {
  const unknown = [0, 1].map((at) => inventNumbers(firstUnknownLine + at).iccid);
  const archived = picker.take(2, 'archived devices', isArchived);
  return {
    iccids: [...unknown, ...archived.map(({ iccid }) => iccid), repeated],
    errors: { 'device.not_found': 2, 'device.archived': 2 },
  };
}

/** The same, and two devices whose status permits nothing of the kind. */
export function faultyRowsWithFinal(
  carrier: Integration,
  picker: DevicePicker,
  repeated: string,
): FaultyRows {
  const { iccids, errors } = faultyRows(picker, repeated);
  const { deadEnds } = DEMO_CARRIERS[carrier];
  const final = picker.take(
    2,
    `devices that are ${deadEnds.join(' or ')}`,
    ({ status, archivedAt }) => archivedAt === null && deadEnds.includes(status),
  );
  return {
    iccids: [...final.map(({ iccid }) => iccid), ...iccids],
    errors: { ...errors, 'status.transition_not_allowed': 2 },
  };
}
