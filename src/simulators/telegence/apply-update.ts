import type { EffectKind } from '../frame/effect-log.ts';
import { valueOf, type Characteristic } from './characteristic.ts';
import { subscriberStatuses, type TelegenceLine } from './line.ts';
import type { TelegenceState } from './telegence-state.ts';

/** When and by which request an update is applied; `day` is `yyyy-MM-dd`. */
export interface UpdateOrigin {
  day: string;
  request: number;
}

interface FieldChange {
  line: TelegenceLine;
  kind: EffectKind;
}

/**
 * Applies a valid update: one effect for each field that really changes, none for what is already set.
 * Effects are told for the SIM that the line had before.
 */
export function applyUpdate(
  state: TelegenceState,
  line: TelegenceLine,
  changes: readonly Characteristic[],
  { day, request }: UpdateOrigin,
): void {
  const reasonCode = valueOf(changes, 'reasonCode') ?? null;
  let changed = line;
  for (const { name, value } of changes) {
    const change = changeField(changed, name, value, day, reasonCode);
    if (change === null) continue;
    changed = change.line;
    const told = change.kind === 'customField' ? `${name}=${value}` : value;
    state.frame.recordEffect(line.iccid, change.kind, told, request);
  }
  if (changed !== line) state.lines.put(changed);
}

function changeField(
  line: TelegenceLine,
  name: string,
  value: string,
  day: string,
  reasonCode: string | null,
): FieldChange | null {
  switch (name) {
    case 'subscriberStatus':
      return changeStatus(line, value, day, reasonCode);
    case 'singleUserCode':
      return line.singleUserCode === value
        ? null
        : { line: { ...line, singleUserCode: value }, kind: 'ratePlan' };
    case 'sim':
      return changeText(line, 'iccid', value);
    case 'IMEI':
      return changeText(line, 'imei', value);
    case 'serviceZipCode':
    case 'technologyType':
      return changeText(line, name, value);
    case 'addOfferingCode':
      return addOffering(line, value, day);
    case 'removeOfferingCode':
      return removeOffering(line, value);
    default:
      return null;
  }
}

function changeStatus(
  line: TelegenceLine,
  value: string,
  day: string,
  reasonCode: string | null,
): FieldChange | null {
  const status = subscriberStatuses.find((known) => known === value);
  if (status === undefined || status === line.status) return null;
  return {
    line: { ...line, status, statusEffectiveDate: day, statusReasonCode: reasonCode },
    kind: 'status',
  };
}

function changeText(
  line: TelegenceLine,
  field: 'iccid' | 'imei' | 'serviceZipCode' | 'technologyType',
  value: string,
): FieldChange | null {
  return line[field] === value ? null : { line: { ...line, [field]: value }, kind: 'customField' };
}

function addOffering(line: TelegenceLine, code: string, day: string): FieldChange | null {
  if (line.offerings.some((offering) => offering.code === code)) return null;
  const offerings = [...line.offerings, { code, effectiveDate: day }];
  return { line: { ...line, offerings }, kind: 'customField' };
}

function removeOffering(line: TelegenceLine, code: string): FieldChange | null {
  const offerings = line.offerings.filter((offering) => offering.code !== code);
  if (offerings.length === line.offerings.length) return null;
  return { line: { ...line, offerings }, kind: 'customField' };
}
