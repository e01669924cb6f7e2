import type { OutsideSystem } from '../outside-system.ts';
import type { ThingspaceOptions } from './thingspace-options.ts';

/** ThingSpace as a request with these headers sees it; they differ between the steps of a log-in and the calls after it. */
export function thingspaceSystem(
  options: ThingspaceOptions,
  headers: Readonly<Record<string, string>>,
): OutsideSystem {
  return {
    title: 'ThingSpace',
    http: options.http,
    budget: options.budget,
    headers,
    timeoutMs: options.timeoutMs ?? 30_000,
    codes: {
      unreachable: 'carrier.unavailable',
      timeout: 'carrier.timeout',
      unreadable: 'carrier.answer_unreadable',
    },
  };
}
