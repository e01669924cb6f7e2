import { countUntrueRows } from '../../../db/submission/plan-truth.ts';
import { readPlanHash } from '../../../db/submission/read-plan-hash.ts';
import type { ApiDeps } from '../../api-app.ts';
import { notFound, Problem } from '../../problem.ts';

/** The plans that an `If-Match` names, by their hashes; null: it names none in particular. */
export function planHashesOf(ifMatch: string | undefined): readonly string[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  return ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
}

/**
 * Checks that the plan of a change is one of those that the caller has looked at, and that its devices are still as it
 * says. Nothing is checked when the caller names none.
 * @throws Problem bulk_change.plan_stale, resource.not_found
 */
export async function requireTruePlan(
  { database }: ApiDeps,
  tenantId: string,
  id: string,
  planHashes: readonly string[] | null,
): Promise<void> {
  if (planHashes === null) return;
  const hash = await readPlanHash(database, tenantId, id);
  if (hash === null) throw notFound();
  if (!planHashes.includes(hash)) throw planStale(hash);
  const untrue = await countUntrueRows(database, tenantId, id);
  if (untrue === 0) return;
  const devices = untrue === 1 ? '1 device is' : `${String(untrue)} devices are`;
  throw new Problem(
    'bulk_change.plan_stale',
    `${devices} no longer as the plan found them: submit the change again, or leave If-Match out to have each device judged when its turn comes.`,
  );
}

export function planStale(hash: string): Problem {
  return new Problem('bulk_change.plan_stale', `The plan of this change is "${hash}".`);
}
