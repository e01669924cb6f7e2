import type { BulkChangeAnswer } from '../../src/api/contracts/bulk-change.ts';

export const CHANGE_ID = '01990000-0000-7000-8000-000000000001';

/** A change as the API answers it: ten devices, four of them done. */
export function aChange(more: Partial<BulkChangeAnswer> = {}): BulkChangeAnswer {
  return {
    id: CHANGE_ID,
    tenantId: '01990000-0000-7000-8000-0000000000aa',
    serviceProviderId: '01990000-0000-7000-8000-0000000000bb',
    integration: 'POND',
    changeType: 'statusupdate',
    portalType: 'M2M',
    status: 'PROCESSING',
    effectiveAt: null,
    timeZone: null,
    planHash: 'abc',
    counts: counts({ pending: 6, processed: 4 }),
    duplicates: 0,
    progress: { percent: 40, devicesPerSecond: 2, estimatedFinishAt: null, waitingFor: null },
    rollout: null,
    wave: null,
    pauseReason: null,
    requiresApproval: false,
    approvedBy: null,
    approvedAt: null,
    undoOf: null,
    resubmitOf: null,
    createdBy: 'token:operator',
    createdAt: '2026-12-01T12:00:00.000Z',
    startedAt: '2026-12-01T12:00:01.000Z',
    finishedAt: null,
    workflow: { workflowId: `bulk-change/${CHANGE_ID}`, runId: null, url: 'http://127.0.0.1:8233/' },
    ...more,
  };
}

export function counts(some: Partial<BulkChangeAnswer['counts']>): BulkChangeAnswer['counts'] {
  const none = {
    total: 10,
    pending: 0,
    processing: 0,
    awaitingConfirmation: 0,
    processed: 0,
    error: 0,
    unknown: 0,
    canceled: 0,
  };
  return { ...none, ...some };
}
