import { CarrierError } from '../carrier-error.ts';
import type { LineQuota } from './line-quota.ts';

/**
 * Takes one of the line's actions of the day before the request leaves. It is given back only when the request was
 * refused for certain: one whose answer was lost may have been accepted, and accepted ones count even when they fail.
 */
export async function underQuota<T>(
  quota: LineQuota,
  identifier: string,
  request: () => Promise<T>,
): Promise<T> {
  await quota.take(identifier);
  try {
    return await request();
  } catch (error) {
    if (error instanceof CarrierError && !error.mayHaveApplied) await giveBack(quota, identifier);
    throw error;
  }
}

/** The refusal tells more than a count that could not be put right. */
async function giveBack(quota: LineQuota, identifier: string): Promise<void> {
  try {
    await quota.giveBack(identifier);
  } catch {
    return;
  }
}
