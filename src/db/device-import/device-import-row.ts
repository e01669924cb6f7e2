/** One line of a device list, checked by itself. Null: the list says nothing, and what is stored stays. */
export interface DeviceImportRow {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly iccid: string;
  readonly serviceProviderId: string;
  readonly msisdn: string | null;
  readonly imei: string | null;
  readonly eid: string | null;
  readonly status: string | null;
  readonly simType: string | null;
  readonly usageMb: number | null;
  /** A code of a carrier rate plan of the service provider. */
  readonly carrierRatePlan: string | null;
  /** A name of a communication plan of the service provider. */
  readonly communicationPlan: string | null;
  readonly customerId: string | null;
  readonly siteId: string | null;
}

/** What is wrong with a line, and in which column. */
export interface ImportFault {
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly detail: string;
}
