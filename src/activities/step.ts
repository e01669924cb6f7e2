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

/** What the carrier was seen to have, whatever the outcome; absent keys leave the device as it is. */
export interface Observation {
  readonly carrierRatePlanId?: string;
  readonly carrierRatePlan?: string;
}

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
