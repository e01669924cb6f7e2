import type { DeviceStatus } from '../../domain/device-status.ts';
import type { OutsideCall } from '../../platform/exchange.ts';
import { CarrierError } from '../carrier-error.ts';
import type { LineStatusChange, Submission, ThingspaceCarrier } from '../carrier-port.ts';
import { addLine } from './add-line.ts';
import type { LineAnswer, RequestStatusWord } from './answer.ts';
import { lineNamed } from './device-list.ts';
import { refuseWhileAtWork, statusBefore } from './line-before.ts';
import {
  activation,
  customFields,
  deactivation,
  planChange,
  RESTORATION,
  SUSPENSION,
  type LineAction,
} from './line-action.ts';
import { nextLinesAfter } from './line-pages.ts';
import { planOf, productStatusOf, stateOf, toCarrierDevice, toListedDevice } from './mapper.ts';
import { createThingspaceRequests, type ThingspaceRequests } from './requests.ts';
import { underQuota } from './under-quota.ts';
import { unlessMissing } from '../unless-missing.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/**
 * Verizon ThingSpace: one session for all workers, one line a call. The answer to a write says only that the request
 * was accepted, except where a line is added. There is no idempotency key, and a line has few actions a day.
 */
export function createThingspaceCarrier(options: ThingspaceOptions): ThingspaceCarrier {
  const requests = createThingspaceRequests(options);

  return {
    async readDevice(identifier, call) {
      return toCarrierDevice(identifier, await requests.getLine(identifier, call));
    },

    async submitStatus(change, call) {
      refuseUnsettable(change.target);
      const before = await statusBefore(requests, change, call);
      if (call.readFirst && before === change.target) return { kind: 'in_place' };
      if (change.target === 'pending_activation') return addLine(requests, change, call);
      return submit(requests, options, change, actionFor(change, before), call);
    },

    async submitRatePlan({ identifier, plan }, call) {
      if (call.readFirst) {
        const line = await requests.getLine(identifier, call);
        if (planOf(line) === plan.code) return { kind: 'in_place' };
        refuseWhileAtWork(line, call);
      }
      const send = () => requests.act(planChange(plan.code), [lineNamed(identifier)], call);
      return { kind: 'accepted', requestId: await underQuota(options.planQuota, identifier, send) };
    },

    async submitCustomFields({ identifier, fields }, call) {
      if (call.readFirst && hasFields(await requests.getLine(identifier, call), fields)) {
        return { kind: 'in_place' };
      }
      return {
        kind: 'accepted',
        requestId: await requests.act(customFields(fields), [lineNamed(identifier)], call),
      };
    },

    async listDevices(from, call) {
      const page = await requests.listLines(from, call);
      return { devices: page.devices.map(toListedDevice), unread: [], next: nextLinesAfter(page, from) };
    },

    async findDevice({ iccid }, call) {
      const line = await unlessMissing(() => requests.getLine(iccid, call));
      return line === null ? null : toListedDevice(line);
    },

    async requestStatus(requestId, call) {
      return REQUEST_STATUSES[await requests.getRequestStatus(requestId, call)];
    },

    registerCallback: (registration, call) => requests.registerCallback(registration, call),
  };
}

function hasFields(line: LineAnswer, fields: Readonly<Record<string, string>>): boolean {
  const held = new Map(line.customFields.map(({ key, value }) => [key, value ?? '']));
  return Object.entries(fields).every(([key, value]) => held.get(key) === value);
}

const REQUEST_STATUSES = {
  pending: 'pending',
  success: 'succeeded',
  failure: 'failed',
  // A callback's word for the same.
  failed: 'failed',
} as const satisfies Record<RequestStatusWord, 'pending' | 'succeeded' | 'failed'>;

function actionFor(change: LineStatusChange, before: DeviceStatus | null): LineAction {
  switch (change.target) {
    case 'active':
      return before === 'suspended' ? RESTORATION : activation(change);
    case 'suspended':
      return SUSPENSION;
    case 'deactivated':
      return deactivation(change.reasonCode);
    case 'pending_activation':
    case 'inventory':
    case 'retired':
    case 'terminated':
      throw notSettable(change.target);
  }
}

async function submit(
  requests: ThingspaceRequests,
  { quota }: ThingspaceOptions,
  change: LineStatusChange,
  action: LineAction,
  call: OutsideCall,
): Promise<Submission> {
  // Only a line without service is known by both numbers together.
  const line = lineNamed(change.identifier, action.path === 'activate' ? change.imei : null);
  try {
    const send = () => requests.act(action, [line], call);
    return { kind: 'accepted', requestId: await underQuota(quota, change.identifier, send) };
  } catch (error) {
    if (await isActiveAlready(requests, change, error, call)) return { kind: 'in_place' };
    throw error;
  }
}

/** The carrier's word that a line is active is believed when its list says so too. */
async function isActiveAlready(
  requests: ThingspaceRequests,
  { identifier, target }: LineStatusChange,
  error: unknown,
  call: OutsideCall,
): Promise<boolean> {
  if (!(error instanceof CarrierError) || error.code !== 'thingspace.already_active') return false;
  if (target !== 'active') return false;
  return productStatusOf(stateOf(await requests.getLine(identifier, call))) === 'active';
}

const SETTABLE: readonly DeviceStatus[] = ['pending_activation', 'active', 'suspended', 'deactivated'];

function refuseUnsettable(target: DeviceStatus): void {
  if (!SETTABLE.includes(target)) throw notSettable(target);
}

function notSettable(target: DeviceStatus): CarrierError {
  return new CarrierError({
    code: 'status.transition_not_allowed',
    message: `ThingSpace has no action that brings a line to "${target}".`,
    mayHaveApplied: false,
  });
}
