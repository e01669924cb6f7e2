import type { Integration } from '../../domain/integration.ts';
import type { SimulatorName } from '../simulator-program.ts';
import type { FleetDevice } from './api-shapes.ts';
import type { SampleRequest } from './sample-request.ts';
import type { FaultRule } from './simulator-admin.ts';

/** What must have changed at a simulator: as often for each device that succeeded, and never for another one. */
export interface ExpectedEffect {
  readonly simulator: SimulatorName;
  readonly kind: string;
  /** Absent: whatever the value. */
  readonly value?: string;
  readonly timesPerDevice: number;
  /** What a person calls it. */
  readonly title: string;
}

/** A device for which something goes wrong on the way and must come out right. */
export interface WatchedDevice {
  readonly iccid: string;
  readonly title: string;
  /** The effect whose number is checked: exactly as often as for every other device. */
  readonly effect: ExpectedEffect;
}

/** What the carrier's own record of a device must say when the device has succeeded. */
export interface CarrierTruth {
  /** What a person calls the devices of which it holds. */
  readonly title: string;
  readonly agrees: (record: Readonly<Record<string, unknown>>, device: FleetDevice) => boolean;
}

/** One bulk change of the demonstration with everything that is expected of it. */
export interface DemoChange {
  readonly title: string;
  readonly carrier: Integration;
  /** The body to send, devices included. */
  readonly request: SampleRequest;
  readonly expectedProcessed: number;
  /** How many rows end with which error code. */
  readonly expectedErrors: Readonly<Record<string, number>>;
  readonly faults: Readonly<Partial<Record<SimulatorName, readonly FaultRule[]>>>;
  readonly effects: readonly ExpectedEffect[];
  readonly watched: readonly WatchedDevice[];
  /** Whether a device is, by our own records, as the change wanted it. */
  readonly isDone: (device: FleetDevice) => boolean;
  /** Null: the effects tell everything. */
  readonly atCarrier: CarrierTruth | null;
  /** Null: at once. */
  readonly effectiveAt: Date | null;
}
