import { recordAudit } from './audit-log.ts';
import type { Author } from './author.ts';
import type { Database } from './client.ts';

export interface ApprovalPolicy {
  /** Every bulk change of the tenant needs a second person. */
  readonly requiresApproval: boolean;
}

export function readApprovalPolicy({ prisma }: Database, tenantId: string): Promise<ApprovalPolicy> {
  return prisma.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { requiresApproval: true } });
}

/** Holds for changes that are submitted from now on. */
export function putApprovalPolicy(
  { prisma }: Database,
  author: Author,
  { requiresApproval }: ApprovalPolicy,
): Promise<ApprovalPolicy> {
  return prisma.$transaction(async (tx) => {
    const policy = await tx.tenant.update({
      where: { id: author.tenantId },
      data: { requiresApproval },
      select: { requiresApproval: true },
    });
    await recordAudit(tx, author, {
      action: 'approval_policy.update',
      subject: 'tenant',
      subjectId: author.tenantId,
      detail: { requiresApproval },
    });
    return policy;
  });
}
