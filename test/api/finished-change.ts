import { expect } from 'vitest';
import { closeBulkChange } from '../../src/db/bulk/bulk-change-life.ts';
import { applyCustomerAssignment } from '../../src/db/bulk/apply-customer-assignment.ts';
import { recordOutcomes } from '../../src/db/bulk/record-outcomes.ts';
import { idOf, itemsOf, type Json, type TestApi } from './test-api.ts';

/** Does what a run would do: every open row gets its outcome, those in `failing` (row numbers) a failure. */
export async function finish(api: TestApi, id: string, failing: readonly number[] = []): Promise<void> {
  const { prisma, pool } = api.database;
  const change = await prisma.bulkChange.findUniqueOrThrow({ where: { id } });
  const rows = await prisma.deviceChange.findMany({ where: { bulkChangeId: id, status: 'PENDING' } });
  if (change.changeType === 'customerassignment') {
    const assignments = rows.map((row) => ({ deviceChangeId: row.id, line: null }));
    await applyCustomerAssignment(pool, assignments, 'Assign Customer: Update Device');
  } else {
    await recordOutcomes(
      pool,
      rows.map((row) => {
        const failed = failing.includes(row.rowNumber);
        return {
          deviceChangeId: row.id,
          status: failed ? 'ERROR' : 'PROCESSED',
          errorClass: failed ? 'VALIDATION' : null,
          errorCode: failed ? 'carrier.rejected' : null,
          errorMessage: failed ? 'No.' : null,
          observed: {},
          description: 'Record Outcome',
        };
      }),
    );
  }
  expect(await closeBulkChange(pool, id)).toMatchObject({ closed: true });
}

/** Submits a change and finishes it; answers with its id. */
export async function finishedChange(
  api: TestApi,
  body: object,
  failing: readonly number[] = [],
): Promise<string> {
  const answer = await api.call('operator', 'POST', '/v1/bulk-changes', { body });
  expect(answer.status, answer.text).toBe(202);
  await finish(api, idOf(answer), failing);
  return idOf(answer);
}

/** The rows of a change as the API shows them. */
export async function rowsOf(api: TestApi, id: string): Promise<readonly Json[]> {
  return itemsOf(await api.call('viewer', 'GET', `/v1/bulk-changes/${id}/devices`));
}
