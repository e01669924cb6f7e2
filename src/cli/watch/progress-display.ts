import { CLEAR_LINE } from '../output/clear-line.ts';
import type { Terminal } from '../output/terminal.ts';
import type { ChangeUpdate, ChangeView } from './change-view.ts';
import { progressBar, progressLine } from './progress-line.ts';

/** Between two lines of a log that nobody watches as it grows. */
const LINE_EVERY_MS = 10_000;

/** Shows how a change gets on. */
export interface ProgressDisplay {
  show(view: ChangeView, update: ChangeUpdate): void;
  /** Leaves the terminal as other output expects it. */
  end(): void;
}

/** A bar that is written over at a terminal; elsewhere a line for each new status, and one each ten seconds. */
export function createProgressDisplay(terminal: Terminal, now: () => number, json: boolean): ProgressDisplay {
  if (json) return eventLines(terminal);
  return terminal.isTerminal ? bar(terminal, now) : plainLines(terminal, now);
}

function eventLines(terminal: Terminal): ProgressDisplay {
  return {
    show: ({ id }, { event, data }) => {
      terminal.print(JSON.stringify({ event, id, ...data }));
    },
    end: () => undefined,
  };
}

function bar(terminal: Terminal, now: () => number): ProgressDisplay {
  return {
    show: (view) => {
      terminal.write(`${CLEAR_LINE}${progressBar(terminal, view, now())}`);
    },
    end: () => {
      terminal.write(CLEAR_LINE);
    },
  };
}

function plainLines(terminal: Terminal, now: () => number): ProgressDisplay {
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = '';
  return {
    show: (view) => {
      const state = `${view.status} ${String(view.progress.waitingFor)}`;
      if (state === shown && now() - shownAt < LINE_EVERY_MS) return;
      shown = state;
      shownAt = now();
      terminal.print(progressLine(view, now()));
    },
    end: () => undefined,
  };
}
