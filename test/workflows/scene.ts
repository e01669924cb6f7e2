import { expect } from 'vitest';
import {
  DEFAULT_STATUS,
  jasperWord,
  pondSwitches,
  telegenceLetter,
  thingspaceState,
} from './carrier-words.ts';
import { imeiOf, lineNumber, seedFleet, type Fleet } from '../support/fleet.ts';
import type { EndedChange, Millpond, TestOrder } from '../support/millpond.ts';
import type { RequestedChange } from '../../src/domain/change-request.ts';
import { DEVICE_CHANGE_STATUSES, type DeviceChangeStatus } from '../../src/domain/device-change-status.ts';
import { tallyOf } from '../../src/domain/tally.ts';
import { bulkChangeWorkflowId } from '../../src/domain/workflow-id.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import { startTelegenceSimulator } from '../../src/simulators/telegence/start-telegence-simulator.ts';
import { startThingspaceSimulator } from '../../src/simulators/thingspace/start-thingspace-simulator.ts';
import { telegenceSeed } from '../simulators/telegence-sandbox.ts';
import { thingspaceSeed } from '../simulators/thingspace-sandbox.ts';
import {
  iccid,
  jasperSandbox,
  jasperSeed,
  pondSandbox,
  pondSeed,
  revioSandbox,
  sandbox,
  type Sandbox,
} from '../simulators/running-simulators.ts';

/** A tenant with its fleet in the database, and the same devices at simulators of their own. */
export interface Scene {
  readonly fleet: Fleet;
  readonly jasper: Sandbox;
  readonly pond: Sandbox;
  readonly thingspace: Sandbox;
  readonly telegence: Sandbox;
  readonly revio: Sandbox;
}

export interface SceneOptions {
  readonly jasperDevices?: number;
  readonly pondDevices?: number;
  readonly thingspaceDevices?: number;
  readonly telegenceDevices?: number;
  readonly status?: DeviceStatus;
  readonly jasperSettings?: object;
  readonly pondSettings?: object;
  readonly thingspaceSettings?: object;
  readonly telegenceSettings?: object;
  /** How long ThingSpace and Telegence take for what they confirm later; 50 ms unless given. */
  readonly processingMs?: readonly [number, number];
  /** Packages of each POND SIM; one active package of type 4711 unless given. */
  readonly packages?: readonly object[];
}

export const CARRIERS = ['jasper', 'pond', 'thingspace', 'telegence'] as const;

export type Carrier = (typeof CARRIERS)[number];

/** Those whose answer to a suspension is final. */
export const IMMEDIATE_CARRIERS = ['jasper', 'pond', 'telegence'] as const satisfies readonly Carrier[];

export async function setScene(millpond: Millpond, options: SceneOptions): Promise<Scene> {
  const status = options.status ?? DEFAULT_STATUS;
  const jasper = await jasperSandbox({
    seed: {
      ...jasperSeed,
      devices: numbered(options.jasperDevices).map((at) => ({
        account: 'acme',
        iccid: iccid(at),
        status: jasperWord(status),
        ratePlan: 'Small',
        communicationPlan: 'Data',
      })),
    },
  });
  const pond = await pondSandbox({
    seed: {
      ...pondSeed,
      devices: numbered(options.pondDevices).map((at) => ({
        account: 'pond-77',
        iccid: iccid(at),
        ...pondSwitches(status),
        packages: options.packages ?? [{ packageTypeId: 4711, packageId: `former-${String(at)}` }],
      })),
    },
  });
  const limits = { '*': { processingMs: [...(options.processingMs ?? [50, 50])] as [number, number] } };
  const thingspace = await thingspaceScene(options.thingspaceDevices, status, limits);
  const telegence = await telegenceScene(options.telegenceDevices, status, limits);
  const revio = await revioSandbox();
  const sandboxes = { jasper, pond, thingspace, telegence, revio };
  const urls = {
    jasper: jasper.simulator.url,
    pond: pond.simulator.url,
    thingspace: thingspace.simulator.url,
    telegence: telegence.simulator.url,
    revio: revio.simulator.url,
  };
  const fleet = await seedFleet(millpond.database, millpond.encryption, { urls, ...options });
  return { fleet, ...sandboxes };
}

type Limits = NonNullable<Parameters<typeof startThingspaceSimulator>[0]>['limits'];

async function thingspaceScene(count: number | undefined, status: DeviceStatus, limits: Limits) {
  const state = thingspaceState(status);
  const devices = numbered(count).map((at) => ({
    account: 'acme',
    iccid: iccid(at),
    imei: imeiOf(at),
    state,
    ...(state === 'active' || state === 'suspend' ? { servicePlan: 'm2m4G' } : {}),
  }));
  // What is in inventory here is nothing that the carrier knows.
  const seed = { ...thingspaceSeed, devices: state === null ? [] : devices };
  return sandbox(await startThingspaceSimulator({ seed, ...(limits && { limits }) }), '/api/m2m/v1', {});
}

async function telegenceScene(count: number | undefined, status: DeviceStatus, limits: Limits) {
  const letter = telegenceLetter(status);
  const devices = numbered(count).map((at) => ({
    account: 'acme',
    iccid: iccid(at),
    ...(letter === null ? {} : { subscriberNumber: lineNumber(at), status: letter, singleUserCode: 'SMALL' }),
  }));
  const seed = { ...telegenceSeed, devices };
  const simulator = await startTelegenceSimulator({ seed, ...(limits && { limits }) });
  return sandbox(simulator, '', { 'app-id': 'acme-id', 'app-secret': 'acme-secret' });
}

function numbered(count = 0): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** An order for the first `count` devices of a carrier. */
export function orderFor(
  { fleet }: Scene,
  carrier: Carrier,
  change: RequestedChange,
  count: number,
): TestOrder {
  return {
    tenantId: fleet.tenantId,
    serviceProviderId: fleet[carrier],
    change,
    iccids: numbered(count).map(iccid),
  };
}

/** What must hold once a change has ended: each count is the number of rows in that state, and nothing is left open. */
export function expectSettled({ change, rows }: EndedChange): void {
  const statuses = rows.map((row) => isDeviceChangeStatus(row.status) && row.status);
  expect(change).toMatchObject({
    ...tallyOf(statuses.filter((status) => status !== false)),
    ...{ pending: 0, processing: 0, awaitingConfirmation: 0, total: rows.length },
  });
  expect(change.finishedAt).not.toBeNull();
  expect(rows.filter((row) => row.finishedAt === null)).toEqual([]);
}

function isDeviceChangeStatus(text: string): text is DeviceChangeStatus {
  return DEVICE_CHANGE_STATUSES.some((status) => status === text);
}

/** Status and error code of each row, in row order. */
export function outcomes({ rows }: EndedChange): [string, string | null][] {
  return rows.map((row) => [row.status, row.errorCode]);
}

/** What the log says of one row, in order; failed steps carry a mark. */
export function story({ log }: EndedChange, deviceChangeId: string | undefined): string[] {
  return log
    .filter((entry) => entry.deviceChangeId === deviceChangeId)
    .map((entry) => `${entry.hasErrors ? '! ' : ''}${entry.description}`);
}

/** How often a run of a change has asked the database what is left. */
export async function looksOf({ client }: Millpond, id: string, runId?: string): Promise<number> {
  const { events } = await client.workflow.getHandle(bulkChangeWorkflowId(id), runId).fetchHistory();
  const steps = (events ?? []).map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  return steps.filter((name) => name === 'planBulkChange').length;
}

/** A state that is reached by itself, sooner or later: polled for longer than a busy machine may need. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 20_000, interval: 25 });
}
