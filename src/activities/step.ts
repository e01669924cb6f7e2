import type { Observation } from '../db/bulk/record-outcomes.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { ErrorClass } from '../domain/error-class.ts';
import type { DeviceErrorCode } from '../domain/error-code.ts';
import type { Integration } from '../domain/integration.ts';

/** One step of one device at an outside system: ids only, so that no payload holds anything personal or secret. */
export interface CarrierStepInput {
  readonly bulkChangeId: string;
  readonly deviceChangeId: string;
  /** The first step of a run counts as a try of the device. */
  readonly first: boolean;
  /** An earlier run tried this device: read before writing. */
  readonly repeat: boolean;
  /** Nothing was written for the device before this step: its first write is the one that a halted change holds back. */
  readonly begins?: boolean;
}

export interface CarrierStepResult {
  /** The row has its outcome already: nothing was done. */
  readonly closed: boolean;
  /** Whether this run repeats an earlier one; handed to the later steps. */
  readonly repeat: boolean;
  /** The change was halted before the device was begun. */
  readonly held?: true;
  /** Whether the step has written anything. Absent in recordings from before this was told. */
  readonly wrote?: boolean;
  readonly observed?: Observation;
}

/** For the workflows, which see the database only through the activities. */
export type { Observation };

/** When a request that the carrier confirms later is asked about, and when it is given up. */
export interface ConfirmationTerms {
  readonly firstPollMs: number;
  readonly slowestPollMs: number;
  readonly deadlineMs: number;
}

/** What a carrier that confirms later said at once. Accepted is not done. */
export type SentStep =
  /** Nothing is left to confirm. */
  | { readonly kind: 'in_place'; readonly observed: Observation }
  | {
      readonly kind: 'sent';
      /** What was asked for, in the carrier's words, for people. */
      readonly what: string;
      /** Null when the answer was lost: the device itself has to tell. */
      readonly requestId: string | null;
      /** ISO instant. */
      readonly sentAt: string;
      readonly terms: ConfirmationTerms;
      /** What holds of the device once it is confirmed. */
      readonly whenDone: Observation;
    };

/** What asking the carrier came to. */
export type AskedStep =
  | { readonly kind: 'pending' }
  | { readonly kind: 'confirmed'; readonly observed: Observation }
  | { readonly kind: 'failed'; readonly code: DeviceErrorCode; readonly message: string };

/** What the inbox tells of a request; null: nothing that is final. */
export type ToldStep = Exclude<AskedStep, { readonly kind: 'pending' }> | null;

export interface PackageView {
  readonly packageId: string;
  readonly packageTypeId: number;
  readonly status: 'NOT_ACTIVE' | 'ACTIVE' | 'TERMINATED';
}

export interface DatabaseChangeInput {
  readonly changeType: ChangeType;
  readonly integration: Integration;
  readonly deviceChangeIds: readonly string[];
}

export interface DatabaseFault {
  readonly deviceChangeId: string;
  readonly code: DeviceErrorCode;
  readonly errorClass: ErrorClass;
  readonly message: string;
}
