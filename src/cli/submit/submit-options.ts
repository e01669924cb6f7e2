/** What `millpond submit` can be told beside the file, by the names that commander gives. */
export interface SubmitOptions {
  readonly provider?: string;
  readonly type?: string;
  readonly targetStatus?: string;
  readonly reasonCode?: string;
  readonly carrierRatePlan?: string;
  readonly commPlan?: string;
  readonly customerRatePlan?: string;
  readonly pool?: string;
  readonly allocationMb?: string;
  readonly customer?: string;
  readonly revCustomer?: string;
  readonly site?: string;
  readonly effectiveDate?: string;
  readonly timeZone?: string;
  readonly request?: string;
  readonly hold?: boolean;
  readonly requiresApproval?: boolean;
  readonly onConflict?: string;
  readonly maxInFlight?: number;
  readonly watch?: boolean;
  readonly idempotencyKey?: string;
}
