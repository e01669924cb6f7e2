/** Says whether one more request fits a rate. */
export interface RateWindow {
  /** Takes a place at `atMs` and answers 0, or answers the milliseconds until a place is free. */
  take(atMs: number): number;
}

/**
 * At most `perSecond` accepted requests in any sliding second (for rates below one: one request in
 * 1/rate seconds). Refused requests take no place, so the window is never harsher than it says.
 */
export function createRateWindow(perSecond: number): RateWindow {
  const places = Math.max(1, Math.floor(perSecond));
  const windowMs = (places / perSecond) * 1_000;
  const taken: number[] = [];
  let oldest = 0;
  return {
    take: (atMs) => {
      if (taken.length < places) {
        taken.push(atMs);
        return 0;
      }
      const freeAt = (taken[oldest] ?? 0) + windowMs;
      if (atMs < freeAt) return freeAt - atMs;
      taken[oldest] = atMs;
      oldest = (oldest + 1) % places;
      return 0;
    },
  };
}
