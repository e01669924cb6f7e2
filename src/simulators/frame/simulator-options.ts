import type { LimitsByAccount } from './limits.ts';
import type { SeedInput } from './seed.ts';

/** How a simulator is started, by a program or by a test. */
export interface SimulatorOptions {
  /** 0 or absent takes a free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Keeps the state over restarts; absent keeps it in memory only. */
  stateFile?: string;
  /** Accounts, and the records that fill an empty state. */
  seed?: SeedInput;
  /** Limits on top of the carrier's own and the seed's, by account or `*`. */
  limits?: LimitsByAccount;
  /** Needed when the host is not loopback. */
  adminKey?: string;
  /** How many requests and how many effects are kept. Default 200,000 each. */
  logCapacity?: number;
  /** Hears of faults of the simulator itself. */
  onError?: (error: unknown) => void;
}

/** A simulator that is listening. */
export interface RunningSimulator {
  /** Origin, such as `http://127.0.0.1:40001`, without a path. */
  url: string;
  port: number;
  /** Drops all connections, saves the state and ends. Safe to call twice. */
  close(): Promise<void>;
}
