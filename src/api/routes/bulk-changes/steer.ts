import type { FastifyRequest } from 'fastify';
import type { Prisma } from '../../../db/generated/client.ts';
import { auditAction, findRunFor } from '../../../db/submission/act-on-bulk-change.ts';
import type { SteeringUpdate } from '../../../domain/workflow-id.ts';
import type { ApiDeps } from '../../api-app.ts';
import type { BulkChangeAnswer } from '../../contracts/bulk-change.ts';
import { authorOf } from '../../principal.ts';
import { requireDone, stateConflict } from './act.ts';
import { answerBulkChange } from './bulk-change-answer.ts';

export interface Wish {
  readonly update: SteeringUpdate;
  /** What travels to the run; it stays in its history, so it names nobody. */
  readonly argument?: string;
  /** What the audit log says beside who and when. */
  readonly audited?: Prisma.InputJsonObject;
}

/**
 * Tells the run of a change what somebody wants, and audits it once the run has done it. The answer is the change as it
 * stands then.
 * @throws Problem resource.not_found, bulk_change.state_conflict with the state and the run's reason, service.unavailable
 */
export async function steerBulkChange(
  deps: ApiDeps,
  request: FastifyRequest,
  id: string,
  wish: Wish,
): Promise<BulkChangeAnswer> {
  requireDone(wish.update, await findRunFor(deps.database, authorOf(request), id, wish.update));
  await tellRun(deps, request, id, wish);
  return answerBulkChange(deps, authorOf(request).tenantId, id);
}

/** As above, for a change that is known to have a run. */
export async function tellRun(
  deps: ApiDeps,
  request: FastifyRequest,
  id: string,
  { update, argument, audited }: Wish,
): Promise<void> {
  const author = authorOf(request);
  const { tenantId } = author;
  const result = await deps.control.steer({
    tenantId,
    bulkChangeId: id,
    update,
    ...(argument === undefined ? {} : { argument }),
    idempotencyKey: request.idempotencyKey?.key,
  });
  if (result.outcome === 'accepted') {
    await auditAction(deps.database.prisma, author, id, update, audited);
    return;
  }
  const { status } = await answerBulkChange(deps, tenantId, id);
  throw stateConflict(update, status, result.outcome === 'refused' ? result.reason : undefined);
}
