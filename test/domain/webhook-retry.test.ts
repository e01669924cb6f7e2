import { expect, test } from 'vitest';
import { WEBHOOK_RETRY_WAITS_MS, webhookRetryWaitMs } from '../../src/domain/webhook-retry.ts';

const HOUR = 3_600_000;

test('ten tries go over three days and more, and then it is over', () => {
  expect(WEBHOOK_RETRY_WAITS_MS).toHaveLength(10);
  expect(WEBHOOK_RETRY_WAITS_MS.reduce<number>((sum, wait) => sum + wait, 0)).toBeGreaterThan(72 * HOUR);
  expect([1, 2, 9, 10, 11].map((attempts) => webhookRetryWaitMs(attempts, null))).toEqual([
    5_000,
    300_000,
    24 * HOUR,
    null,
    null,
  ]);
});

test('a receiver may ask for more patience, up to a day, and never for less', () => {
  expect(webhookRetryWaitMs(1, 60_000)).toBe(60_000);
  expect(webhookRetryWaitMs(1, 1_000 * HOUR)).toBe(24 * HOUR);
  expect(webhookRetryWaitMs(3, 1_000)).toBe(1_800_000);
  expect(webhookRetryWaitMs(10, 60_000)).toBeNull();
});
