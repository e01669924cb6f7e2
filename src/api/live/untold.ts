import { eventsOf, OPENING } from './event-text.ts';
import type { LiveState } from './live-state.ts';

/** What one listener has not been told yet. */
export interface Untold {
  /** The newest state; one that was not taken before is forgotten for it. */
  offer(state: LiveState): void;
  /** The text to send now, empty when there is nothing. */
  take(): string;
  /** The final state has been taken. */
  isOver(): boolean;
}

/** `known` is the version the listener has heard of before; undefined: none. */
export function createUntold(known: string | undefined): Untold {
  let opening = OPENING;
  let newest: LiveState | undefined;
  let told: { readonly version: string; readonly status?: string } | undefined =
    known === undefined ? undefined : { version: known };
  let isOver = false;

  function events(): string {
    if (newest === undefined || newest.version === told?.version) return '';
    const text = eventsOf(newest, told?.status);
    told = newest;
    isOver = newest.isFinal;
    return text;
  }

  return {
    offer: (state) => {
      newest = state;
    },
    take: () => {
      const text = opening + events();
      opening = '';
      return text;
    },
    isOver: () => isOver,
  };
}
