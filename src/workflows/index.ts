export { bulkChange } from './bulk-change.ts';
export { deviceBatch } from './device-batch.ts';
export { deviceChange } from './device-change.ts';
export { inventorySync } from './inventory-sync.ts';
export { registerCallback } from './register-callback.ts';
export { scheduledInventorySync } from './scheduled-inventory-sync.ts';
export { startRelay } from './start-relay.ts';
