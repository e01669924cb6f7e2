import { eventsOf, OPENING } from './event-text.ts';
import type { KnownState, LiveState } from './live-state.ts';

/** What one listener has not been told yet. */
export interface Untold {
  /** The newest state; one that was not taken before is forgotten for it. */
  offer(state: LiveState): void;
  /** The text to send now, empty when there is nothing. */
  take(): string;
  /** The final state has been taken. */
  isOver(): boolean;
}

/** `known` is what the listener has heard of before; undefined: nothing. */
export function createUntold(known: KnownState | undefined): Untold {
  let opening = OPENING;
  let newest: LiveState | undefined;
  let told = known;
  let isOver = false;

  function events(): string {
    if (newest === undefined || newest.version === told?.version) return '';
    const text = eventsOf(newest, told);
    told = newest;
    isOver = newest.isFinal;
    return text;
  }

  return {
    offer: (state) => {
      // A look that began before the listener came may be answered after it.
      if (newest === undefined || state.revision >= newest.revision) newest = state;
    },
    take: () => {
      const text = opening + events();
      opening = '';
      return text;
    },
    isOver: () => isOver,
  };
}
