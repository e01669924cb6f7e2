/** How a change is let out: how many devices at once, in which waves, and what makes it pause by itself. */
export interface Rollout {
  /** Devices in flight at most; null: what the carrier allows. */
  readonly maxInFlight: number | null;
  /** Empty: one wave with every device. The last wave takes what the others leave. */
  readonly waves: readonly Wave[];
  readonly errorGate: ErrorGate | null;
  readonly maintenanceWindow: MaintenanceWindow | null;
}

/** A part of the rows, in their order: by percent of all, or by count. */
export interface Wave {
  readonly size: { readonly percent: number } | { readonly count: number };
  /** Wait for a person (promote) before the next wave. */
  readonly pauseAfter: boolean;
}

/** Pauses the change when more than so many percent of the devices that ended have failed. */
export interface ErrorGate {
  readonly percent: number;
  /** Ended devices before the percentage means anything. */
  readonly minimumDevices: number;
}

/** Devices are begun between these times of the day only, `HH:MM` in the zone; `to` before `from` lies on the next day. */
export interface MaintenanceWindow {
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
}

export const WITHOUT_ROLLOUT: Rollout = {
  maxInFlight: null,
  waves: [],
  errorGate: null,
  maintenanceWindow: null,
};

/** The last row number of each wave. Waves that ask for more rows than there are end with the last row. */
export function waveEnds(waves: readonly Wave[], total: number): readonly number[] {
  const ends: number[] = [];
  let last = 0;
  for (const { size } of waves) {
    const rows = 'count' in size ? size.count : Math.ceil((total * size.percent) / 100);
    last = Math.min(total, last + Math.max(1, rows));
    ends.push(last);
    if (last === total) break;
  }
  if (last < total) ends.push(total);
  return ends;
}

export interface Ended {
  readonly done: number;
  readonly failed: number;
}

/** Whether so many failures among the devices that ended are too many. `done` counts all that ended, failed ones too. */
export function trips(gate: ErrorGate | null, { done, failed }: Ended): boolean {
  return gate !== null && done >= gate.minimumDevices && failed * 100 > gate.percent * done;
}

/** Why a change has paused by itself, for people. */
export function gateText({ percent }: ErrorGate, { done, failed }: Ended): string {
  const share = Math.round((failed * 1_000) / done) / 10;
  return `${String(failed)} of ${String(done)} devices failed (${String(share)} %), more than ${String(percent)} %.`;
}
