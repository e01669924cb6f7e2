import { applyEdit } from './apply-edit.ts';
import type { JasperState } from './jasper-state.ts';
import type { ScheduledEdit } from './scheduled-edit.ts';
import { invalidEdit } from './validate-edit.ts';

/**
 * Applies the scheduled edits that have become due, oldest first. One that is no longer valid (the
 * status has moved on) is dropped, as nobody is left to be told.
 */
export function applyDueEdits(state: JasperState, nowMs: number): void {
  if (nowMs < state.nextDue.at()) return;
  const due = [...state.schedules.values()].filter(({ dueAt }) => dueAt <= nowMs);
  due.sort((left, right) => left.dueAt - right.dueAt);
  for (const edit of due) {
    state.schedules.remove(edit.id);
    applyOne(state, edit);
  }
  state.nextDue.settle(state.schedules.values());
}

function applyOne(state: JasperState, edit: ScheduledEdit): void {
  const device = state.devices.get(edit.iccid);
  const account = state.accounts.find(({ account: name }) => name === device?.account);
  if (device === undefined || account === undefined) return;
  if (invalidEdit(device, account, edit.fields) === null) applyEdit(state, device, edit.fields, edit.request);
}
