import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../frame/answer.ts';
import type { JasperAccount } from './account.ts';
import { applyEdit } from './apply-edit.ts';
import type { JasperDevice } from './device.ts';
import { accompanyingFieldNames, editFieldNames, type EditFields } from './edit-fields.ts';
import { readEffectiveDate } from './effective-date.ts';
import { jasperCodes, jasperError } from './jasper-error.ts';
import type { JasperState } from './jasper-state.ts';
import { invalidEdit } from './validate-edit.ts';

const bodySchema = z.record(z.string(), z.string());

/** `PUT /devices/{iccid}`: all of the edit or none of it, now or at its effective date. */
export function editDevice(
  state: JasperState,
  account: JasperAccount,
  device: JasperDevice,
  body: unknown,
  request: number,
): Answer {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return jasperError(400, 'The JSON body is malformed.', jasperCodes.malformedJson);
  const fields = parsed.data;
  const unknown = Object.keys(fields).find((name) => !isKnown(name));
  if (unknown !== undefined) {
    return jasperError(400, `Parameter not recognized: ${unknown}`, jasperCodes.unknownParameter);
  }
  const refuse = (message: string): Answer => jasperError(400, message, account.validationErrorCode);
  if (!editFieldNames.some((name) => fields[name] !== undefined)) {
    return refuse('At least one field to edit is required.');
  }
  const effective = readEffectiveDate(fields['effectiveDate'], state.frame.clock.now());
  if ('invalid' in effective) return refuse(effective.invalid);
  const wrong = invalidEdit(device, account, fields);
  if (wrong !== null) return refuse(wrong);
  if (effective.dueAt === null) applyEdit(state, device, fields, request);
  else schedule(state, device, fields, effective.dueAt, request);
  return { status: 200, json: { iccid: device.iccid } };
}

function isKnown(name: string): boolean {
  return editFieldNames.includes(name) || accompanyingFieldNames.includes(name);
}

/** A repeated scheduled edit makes a second entry, as the interface has no key to tell them apart. */
function schedule(
  state: JasperState,
  device: JasperDevice,
  fields: EditFields,
  dueAt: number,
  request: number,
): void {
  state.schedules.put({ id: randomUUID(), iccid: device.iccid, dueAt, request, fields });
}
