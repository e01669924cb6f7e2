import type { FollowedChange } from './api-shapes.ts';

export interface ProgressDisplay {
  /** The changes in the order of the titles. */
  update(changes: readonly FollowedChange[]): void;
}

const barWidth = 24;
/** Without a terminal a line is written at every so many percent. */
const stepPercent = 25;

/** Bars that move on a terminal; plain lines elsewhere. */
export function createProgressDisplay(
  titles: readonly string[],
  output: NodeJS.WriteStream,
): ProgressDisplay {
  return output.isTTY ? movingBars(titles, output) : plainLines(titles, output);
}

function movingBars(titles: readonly string[], output: NodeJS.WriteStream): ProgressDisplay {
  let drawn = 0;
  return {
    update: (changes) => {
      const lines = changes.map((change, at) => fit(barOf(titles[at] ?? '', change), output.columns));
      if (drawn > 0) output.moveCursor(0, -drawn);
      for (const line of lines) {
        output.clearLine(0);
        output.write(`${line}\n`);
      }
      drawn = lines.length;
    },
  };
}

function plainLines(titles: readonly string[], output: NodeJS.WriteStream): ProgressDisplay {
  const told = new Map<string, string>();
  return {
    update: (changes) => {
      for (const [at, change] of changes.entries()) {
        const step = `${change.status} ${String(Math.floor(percentOf(change) / stepPercent))}`;
        if (told.get(change.id) === step) continue;
        told.set(change.id, step);
        output.write(`${barOf(titles[at] ?? '', change)}\n`);
      }
    },
  };
}

function barOf(title: string, change: FollowedChange): string {
  const percent = percentOf(change);
  const filled = Math.round((barWidth * percent) / 100);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`;
  const done = `${String(doneOf(change))}/${String(change.counts.total)}`;
  const { waitingFor } = change.progress;
  const why = waitingFor === null ? '' : ` (waits for: ${waitingFor.replaceAll('_', ' ')})`;
  return `  ${title.padEnd(46)} ${bar} ${done.padStart(10)}  ${change.status.toLowerCase()}${why}`;
}

function doneOf({ counts }: FollowedChange): number {
  return counts.processed + counts.error + counts.unknown + counts.canceled;
}

function percentOf(change: FollowedChange): number {
  return change.counts.total === 0 ? 0 : (100 * doneOf(change)) / change.counts.total;
}

/** A line that wraps would break the counting of lines. */
function fit(line: string, columns: number): string {
  return columns > 0 && line.length >= columns ? line.slice(0, columns - 1) : line;
}
