import type { Answer } from '../frame/answer.ts';
import { listEnvelope } from './list-envelope.ts';
import { pondError } from './pond-error.ts';
import type { PondSim } from './sim.ts';
import { simInfo } from './sim-view.ts';

/**
 * `GET /search/sim`: SIMs by ICCID, from `start` on and `rows` at a time. Of the query language only all (`*:*`) and one
 * (`iccid:8901…`) are understood.
 */
export function searchSims(sims: readonly PondSim[], query: URLSearchParams, largest: number | null): Answer {
  const wanted = query.get('q') ?? '*:*';
  const [, iccid] = /^iccid:(\d{1,20}F?)$/.exec(wanted) ?? [];
  if (wanted !== '*:*' && iccid === undefined) return pondError(400, 'q must be *:* or iccid:<number>');
  if ((query.get('sort') ?? 'iccid asc') !== 'iccid asc') return pondError(400, 'sort must be "iccid asc"');
  const found = sims.filter((sim) => iccid === undefined || sim.iccid === iccid);
  found.sort((left, right) => (left.iccid < right.iccid ? -1 : 1));
  const place = new URLSearchParams({ offset: query.get('start') ?? '', count: query.get('rows') ?? '' });
  return listEnvelope(found.map(simInfo), place, largest);
}
