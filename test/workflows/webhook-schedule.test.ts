import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { updateWebhookEndpoint } from '../../src/db/webhook-endpoints.ts';
import { WEBHOOK_RETRY_WAITS_MS } from '../../src/domain/webhook-retry.ts';
import { quietRuntime, startMillpond, type Millpond } from '../support/millpond.ts';
import { createTimeSkippingEnvironment } from '../support/temporal-environment.ts';
import { verified, type Received } from '../support/webhook-receiver.ts';
import { setWebhookScene } from './webhook-scene.ts';

const HOUR_MS = 3_600_000;

let environment: TestWorkflowEnvironment;
let millpond: Millpond;

/** The server's clock jumps over the waits; the activities are told its time with every task. */
beforeAll(async () => {
  quietRuntime();
  environment = await createTimeSkippingEnvironment();
  const clock = { now: () => new Date(Context.current().info.currentAttemptScheduledTimestampMs) };
  millpond = await startMillpond({ environment, clock });
  await millpond.startWorker();
});

afterAll(async () => {
  await millpond.close();
  await environment.teardown();
});

const secondOf = ({ headers }: Received) => Number(headers['webhook-timestamp']);

/** Verified at the time it was sent: the library refuses what is minutes old. */
function verifiedThen(secret: string, received: Received): unknown {
  vi.setSystemTime(secondOf(received) * 1_000);
  try {
    return verified(secret, received);
  } finally {
    vi.useRealTimers();
  }
}

it('a receiver that fails for an hour gets every event once it is back, in order, each verifiable', async () => {
  const scene = await setWebhookScene(millpond);
  await scene.happen(5);
  let downUntil: number | undefined;
  scene.receiver.answer((response, request) => {
    downUntil ??= secondOf(request) + HOUR_MS / 1_000;
    response.writeHead(secondOf(request) < downUntil ? 500 : 200).end();
  });

  await scene.deliver();

  const taken = scene.receiver.received.filter((each) => secondOf(each) >= (downUntil ?? 0));
  expect(taken.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  for (const each of taken) expect(verifiedThen(scene.secret, each)).toMatchObject({ type: each.type });
  const refused = scene.receiver.received.filter((each) => !taken.includes(each));
  expect(new Set(refused.map(({ id }) => id))).toEqual(new Set([taken[0]?.id]));
  expect((await scene.deliveries()).map(([, status]) => status)).toEqual(Array(5).fill('DELIVERED'));
  await scene.receiver.close();
});

it('after the last try the endpoint is disabled; what waits is delivered when it is enabled again', async () => {
  const scene = await setWebhookScene(millpond);
  await scene.happen(2);
  scene.receiver.answer((response) => response.writeHead(500).end());
  await scene.deliver();

  const { received } = scene.receiver;
  const waits = received.slice(1).map((each, at) => secondOf(each) - secondOf(received[at] ?? each));
  expect(received).toHaveLength(WEBHOOK_RETRY_WAITS_MS.length);
  for (const [at, wait] of waits.entries()) {
    const planned = (WEBHOOK_RETRY_WAITS_MS[at + 1] ?? 0) / 1_000;
    expect(wait).toBeGreaterThanOrEqual(planned - 1);
    expect(wait).toBeLessThan(planned + 60);
  }
  expect(await scene.endpoint()).toEqual({ enabled: false, disabledReason: 'exhausted' });
  expect(await scene.deliveries()).toEqual([
    [1, 'FAILED', 10],
    [2, 'PENDING', 0],
  ]);

  await scene.happen(1);
  scene.receiver.answer((response) => response.end());
  const author = { tenantId: scene.place.tenantId, actor: 'test', requestId: 'request' };
  const { endpointId } = scene.place;
  await updateWebhookEndpoint(millpond.database, author, endpointId, { enabled: true }, new Date());
  await scene.deliver();
  expect(received.slice(10).map(({ sequence }) => sequence)).toEqual([2, 3]);
  await scene.receiver.close();
});

it('a receiver that asks for patience is given it', async () => {
  const scene = await setWebhookScene(millpond);
  await scene.happen(1);
  scene.receiver.answer((response) => {
    const isFirst = scene.receiver.received.length === 1;
    if (isFirst) response.writeHead(429, { 'retry-after': '7200' }).end();
    else response.end();
  });
  await scene.deliver();
  const [first, second] = scene.receiver.received.map(secondOf);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(7_199);
  await scene.receiver.close();
});
