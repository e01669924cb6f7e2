import type { Observation } from '../db/bulk/record-outcomes.ts';
import type { ChangeType } from '../domain/change-type.ts';
import type { ErrorClass } from '../domain/error-class.ts';
import type { DeviceErrorCode } from '../domain/error-code.ts';
import type { SupportedIntegration } from '../domain/integration.ts';

/** One step of one device at an outside system: ids only, so that no payload holds anything personal or secret. */
export interface CarrierStepInput {
  readonly bulkChangeId: string;
  readonly deviceChangeId: string;
  /** The first step of a run counts as a try of the device. */
  readonly first: boolean;
  /** An earlier run tried this device: read before writing. */
  readonly repeat: boolean;
}

export interface CarrierStepResult {
  /** The row has its outcome already: nothing was done. */
  readonly closed: boolean;
  /** Whether this run repeats an earlier one; handed to the later steps. */
  readonly repeat: boolean;
  readonly observed?: Observation;
}

/** For the workflows, which see the database only through the activities. */
export type { Observation };

export interface PackageView {
  readonly packageId: string;
  readonly packageTypeId: number;
  readonly status: 'NOT_ACTIVE' | 'ACTIVE' | 'TERMINATED';
}

export interface DatabaseChangeInput {
  readonly changeType: ChangeType;
  readonly integration: SupportedIntegration;
  readonly deviceChangeIds: readonly string[];
}

export interface DatabaseFault {
  readonly deviceChangeId: string;
  readonly code: DeviceErrorCode;
  readonly errorClass: ErrorClass;
  readonly message: string;
}
