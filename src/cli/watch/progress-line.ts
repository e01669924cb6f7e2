import { countsText, statusColour, waitingText } from '../output/change-text.ts';
import { durationText } from '../output/time-text.ts';
import type { Terminal } from '../output/terminal.ts';
import type { ChangeView } from './change-view.ts';

const BAR_WIDTH = 24;

/** One line that tells all: status, share, counts, rate and what is left. `now` in milliseconds. */
export function progressLine(view: ChangeView, now: number): string {
  return [view.status, `${String(view.progress.percent)} %`, ...details(view, now)].join('  ');
}

/** The same with a bar, in one line of the terminal. */
export function progressBar(terminal: Terminal, view: ChangeView, now: number): string {
  const filled = Math.round((view.progress.percent / 100) * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const percent = `${String(view.progress.percent).padStart(3)} %`;
  const rest = [bar, percent, ...details(view, now)].join('  ');
  // A line that wraps could not be written over.
  const room = Math.max(terminal.columns() - view.status.length - 3, 0);
  const colour = statusColour(view.status);
  const status = colour === undefined ? view.status : terminal.style(colour, view.status);
  return `${status}  ${rest.slice(0, room)}`;
}

function details({ counts, progress }: ChangeView, now: number): readonly string[] {
  const { devicesPerSecond, estimatedFinishAt, waitingFor } = progress;
  const left = counts.pending + counts.processing + counts.awaitingConfirmation;
  const cause = waitingText(waitingFor);
  return [
    ...(left > 0 ? [`${left.toLocaleString('en-US')} of ${counts.total.toLocaleString('en-US')} left`] : []),
    countsText(counts),
    ...(left > 0 && devicesPerSecond !== null ? [`${devicesPerSecond.toFixed(1)}/s`] : []),
    ...(left > 0 && estimatedFinishAt !== null
      ? [`done in about ${durationText(Date.parse(estimatedFinishAt) - now)}`]
      : []),
    ...(cause === undefined ? [] : [`waits for ${cause}`]),
  ];
}
