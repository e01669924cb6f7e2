import type { RequestedChange } from '../../src/domain/change-request.ts';
import type { DeviceStatus } from '../../src/domain/device-status.ts';
import type { Carrier, Scene, SceneOptions } from '../workflows/scene.ts';
import type { OwnFault } from './faults.ts';

/**
 * When an operation is called: `write` changes something; `ask` is called in any case and changes nothing; `session`
 * comes before everything; `readBack` is called only after the answer to `after` was lost.
 */
export type Role = 'write' | 'ask' | 'session' | 'readBack';

/** An operation of an outside system, by its name in the fault plan. */
export interface Operation {
  readonly name: string;
  /** The names that the log may give it. */
  readonly said: readonly string[];
  readonly role: Role;
  /** For a read-back: the write whose answer gets lost. */
  readonly after?: string;
  /** The n-th of these calls is meant; the first when absent. */
  readonly nth?: number;
  /** The call names no device, so that its fault concerns everybody at the simulator. */
  readonly accountWide?: true;
  readonly own?: readonly OwnFault[];
}

/** What a device is at the outside system, as its admin interface tells it; null when it has no record. */
export type Truth = Readonly<Record<string, unknown>> | null;

/** A state between `before` and `target` that has to be told. */
export interface Half {
  /** The code of the row; null: it is told by the device in our database. */
  readonly code: string | null;
  /** What the error message, or our own device, must name. */
  readonly names: (truth: Truth, state: string) => readonly string[];
}

/** One change over one carrier. States are words made from what the simulator shows. */
export interface Scenario {
  readonly name: string;
  readonly carrier: Carrier;
  /** Where the faults are. */
  readonly at: Carrier | 'revio';
  readonly change: (scene: Scene) => RequestedChange;
  readonly options: SceneOptions;
  readonly status: DeviceStatus;
  readonly operations: readonly Operation[];
  readonly stateOf: (truth: Truth) => string;
  readonly before: string;
  readonly target: string;
  readonly half?: Half;
  /** Kinds of the effects that the change has when all goes well, sorted. */
  readonly effects: readonly string[];
  /** A failure is compensated by further effects. */
  readonly compensates?: true;
  /** What our own database says of the device before and after; null: it is told elsewhere. */
  readonly local: { readonly before: string; readonly target: string } | null;
  /** The beginning of each description in the log. */
  readonly prefix: string;
  /** Settings by which the carrier is asked once only, at the deadline: for faults that stay, which take all the tries. */
  readonly askedOnce?: object;
  /** A variation of another scenario: each of its faults passes or stays, in turn. */
  readonly isVariation?: true;
  /** A lost write is not sent again in the same run, as nothing shows that it is under way. */
  readonly watchesAfterLoss?: true;
}
