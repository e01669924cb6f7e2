/** How the clock of the database stands to the one of this process, learned from every answer. */
export interface ClockOffset {
  /** The database read its clock at `remote`, between two instants of this process. In milliseconds. */
  note(remote: number, asked: number, answered: number): void;
  /** An instant of the database by the clock of this process: never too early, and rarely more than a millisecond late. */
  toLocal(remote: number): number;
}

interface Sample {
  readonly at: number;
  readonly least: number;
  readonly most: number;
}

/** Within a minute two clocks drift apart by a few milliseconds at most. */
const KEEP_MS = 60_000;
const KEEP = 50;

/**
 * One answer alone tells the offset no better than its own way there and back, which a busy machine draws out; what
 * several answers agree on is as exact as the quickest of them.
 */
export function createClockOffset(): ClockOffset {
  let samples: readonly Sample[] = [];
  let least = 0;

  return {
    note(remote, asked, answered) {
      const sample = { at: answered, least: remote - answered, most: remote - asked };
      const recent = samples.filter(({ at }) => at > answered - KEEP_MS).slice(1 - KEEP);
      const agreed = Math.max(sample.least, ...recent.map((each) => each.least));
      const isSet = agreed > Math.min(sample.most, ...recent.map((each) => each.most));
      // One of the clocks was set: what was known before is no longer true.
      samples = isSet ? [sample] : [...recent, sample];
      least = isSet ? sample.least : agreed;
    },
    toLocal: (remote) => remote - least,
  };
}
