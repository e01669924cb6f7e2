import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry with the process's own figures (memory, event loop, garbage collection). Each process makes one and passes
 * it on; nothing is registered globally.
 */
export function createMetrics(process: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry, prefix: 'millpond_' });
  return registry;
}
