import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  billingTaskQueue,
  bulkChangeWorkflowId,
  carrierTaskQueue,
  deviceBatchWorkflowId,
  deviceWorkflowId,
  startRelayWorkflowId,
} from '../../src/domain/workflow-id.ts';

it('two things never share a workflow id', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 1, max: 1_000_000 }), (change, provider, row) => {
      const ids = [
        bulkChangeWorkflowId(change),
        deviceBatchWorkflowId(change, row),
        deviceBatchWorkflowId(change, row + 1),
        deviceWorkflowId(provider, '8901000000000000001'),
        deviceWorkflowId(provider, '8901000000000000002'),
        startRelayWorkflowId('millpond'),
      ];
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

it('a device has one lane, whichever change works on it', () => {
  expect(deviceWorkflowId('provider', '8901')).toBe('device/provider/8901');
});

it('each carrier and the billing system have a queue of their own beside the workflows', () => {
  const queues = [
    'millpond',
    carrierTaskQueue('millpond', 'JASPER'),
    carrierTaskQueue('millpond', 'POND'),
    billingTaskQueue('millpond'),
  ];
  expect(queues).toEqual(['millpond', 'millpond-jasper', 'millpond-pond', 'millpond-billing']);
});
