/** How a change is cut into batches and how many devices are in flight at once. */
export interface BatchPlan {
  readonly batchSize: number;
  readonly openBatches: number;
  /** Devices in flight in each open batch. */
  readonly batchWindow: number;
}

/** Many narrow batches instead of a few wide ones: a parent's lock is what limits its children's pace. */
const WIDEST_BATCH_WINDOW = 25;
const MOST_OPEN_BATCHES = 20;
const LARGEST_BATCH = 1_000;
const PACED_OPEN_BATCHES = 2;

/** Devices in flight at once; `paced` when a request budget, not the machine, sets the pace. */
export interface DeviceWindow {
  readonly devices: number;
  readonly paced: boolean;
}

/**
 * The size grows with the change so that the root stays under 10,000 events at a million devices; a batch never has
 * more than 1,000 children.
 */
export function batchSize(total: number, configured: number): number {
  return Math.min(LARGEST_BATCH, Math.max(configured, Math.ceil(total / 1_000)));
}

export function batchPlan(total: number, configuredSize: number, window: DeviceWindow): BatchPlan {
  const inFlight = Math.max(1, window.devices);
  // A paced carrier wants each open batch to fill its budget alone, so that none of it is lost while another one ends.
  if (window.paced) {
    return {
      batchSize: batchSize(total, configuredSize),
      openBatches: PACED_OPEN_BATCHES,
      batchWindow: inFlight,
    };
  }
  const openBatches = Math.min(MOST_OPEN_BATCHES, Math.max(1, Math.ceil(inFlight / WIDEST_BATCH_WINDOW)));
  return {
    batchSize: batchSize(total, configuredSize),
    openBatches,
    batchWindow: Math.max(1, Math.ceil(inFlight / openBatches)),
  };
}

export interface CarrierPace {
  /** Null: the carrier publishes no limit. */
  readonly requestsPerSecond: number | null;
  readonly maxConcurrentRequests: number;
}

/** Seconds a device spends in flight beside its carrier call: task hand-over and the gathered writes. */
const SECONDS_AROUND_A_CALL = 3;
const WINDOW_WITHOUT_A_RATE = 200;

/**
 * Devices in flight for a synchronous carrier: what its budget can serve while a device is in flight, so that devices
 * wait in the workflow and not in retries.
 */
export function deviceWindow(pace: CarrierPace): DeviceWindow {
  if (pace.requestsPerSecond === null) return { devices: WINDOW_WITHOUT_A_RATE, paced: false };
  const served = Math.max(2, Math.ceil(pace.requestsPerSecond * SECONDS_AROUND_A_CALL));
  return served < WINDOW_WITHOUT_A_RATE
    ? { devices: served, paced: true }
    : { devices: WINDOW_WITHOUT_A_RATE, paced: false };
}

/** Devices that wait for the carrier's confirmation cost a timer each; the worker's cache is made for this many. */
const MOST_WAITING = 2_000;
/** What a paced carrier can be asked for while a device waits for its confirmation, which mostly takes minutes. */
const SECONDS_TO_CONFIRM = 60;

/** Devices in flight for a carrier that confirms later: most of them wait, so many may be under way. */
export function waitingWindow(pace: CarrierPace): DeviceWindow {
  if (pace.requestsPerSecond === null) return { devices: MOST_WAITING, paced: false };
  const devices = Math.ceil(pace.requestsPerSecond * SECONDS_TO_CONFIRM);
  return { devices: Math.min(MOST_WAITING, Math.max(WINDOW_WITHOUT_A_RATE, devices)), paced: false };
}
