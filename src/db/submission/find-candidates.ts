import { mdnOf } from '../../domain/mdn.ts';
import type { Integration } from '../../domain/integration.ts';
import { loadCandidates, type CandidateQuery } from '../bulk/load-candidates.ts';
import type { Queryable } from '../transaction.ts';
import type { Candidate } from './judge-rows.ts';

/**
 * What the rules need to know of each named device, by the identifier as the request names it. A North American number
 * finds its line whether either of them has the country code or not.
 */
export async function findCandidates(
  client: Queryable,
  integration: Integration,
  query: CandidateQuery,
): Promise<ReadonlyMap<string, Candidate>> {
  const otherForms = otherFormsOf(integration, query.devices);
  if (otherForms.size === 0) return loadCandidates(client, query);
  const others = [...otherForms.values()].map((identifier) => ({
    identifier,
    identifierType: 'MSISDN' as const,
  }));
  const found = await loadCandidates(client, { ...query, devices: [...query.devices, ...others] });
  const candidates = new Map(found);
  for (const [identifier, other] of otherForms) {
    const candidate = meant(found.get(identifier), found.get(other));
    if (candidate !== undefined) candidates.set(identifier, candidate);
  }
  return candidates;
}

function otherFormsOf(integration: Integration, devices: CandidateQuery['devices']): Map<string, string> {
  const forms = new Map<string, string>();
  if (integration !== 'THINGSPACE' && integration !== 'TELEGENCE') return forms;
  for (const { identifier, identifierType } of devices) {
    const mdn = identifierType === 'MSISDN' ? mdnOf(identifier) : null;
    if (mdn !== null) forms.set(identifier, mdn === identifier ? `1${mdn}` : mdn);
  }
  return forms;
}

/** A device in use goes before an archived one; of two in use nobody can say which is meant. */
function meant(asNamed: Candidate | undefined, other: Candidate | undefined): Candidate | undefined {
  if (asNamed === undefined || other === undefined) return asNamed ?? other;
  if (asNamed.facts.archived) return other;
  return other.facts.archived ? asNamed : { ...asNamed, isAmbiguous: true };
}
