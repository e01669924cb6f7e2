import { CarrierError } from '../carriers/carrier-error.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Whether a write may have been applied that no answer and no read has confirmed. */
export interface Doubt {
  readonly remains: boolean;
  /** A write has left in this attempt, whatever became of it. */
  readonly wrote: boolean;
  raise(): void;
  /** A write is about to leave; whatever was in doubt before has been read by now. */
  writeLeaves(): void;
  /** What an error says of the write that left: one that was answered, or never arrived, leaves no doubt. */
  settle(error: unknown): void;
}

/** Every change of the doubt is noted with the heartbeat, so that a later attempt knows of it. */
export function createDoubt(heartbeat: Heartbeat, initially: boolean): Doubt {
  let remains = initially;
  let writing = false;
  const set = (value: boolean): void => {
    remains = value;
    heartbeat.note(value);
  };
  set(initially);
  return {
    get remains() {
      return remains;
    },
    get wrote() {
      return writing;
    },
    raise: () => {
      set(true);
    },
    writeLeaves: () => {
      heartbeat.assertAlive();
      writing = true;
      set(true);
    },
    settle: (error) => {
      if (writing && error instanceof CarrierError) set(error.mayHaveApplied);
    },
  };
}
