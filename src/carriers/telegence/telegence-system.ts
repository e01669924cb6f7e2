import type { OutsideSystem } from '../outside-system.ts';
import type { TelegenceOptions } from './telegence-options.ts';

/** Telegence as all its requests see it. */
export function telegenceSystem(options: TelegenceOptions): OutsideSystem {
  return {
    title: 'Telegence',
    http: options.http,
    budget: options.budget,
    headers: { 'app-id': options.credentials.appId, 'app-secret': options.credentials.appSecret },
    timeoutMs: options.timeoutMs ?? options.settings.requestTimeoutMs,
    codes: {
      unreachable: 'carrier.unavailable',
      timeout: 'carrier.timeout',
      unreadable: 'carrier.answer_unreadable',
    },
  };
}

/** The address of a configured path, with identifiers as further segments. */
export function urlAt(options: TelegenceOptions, path: string, ...segments: readonly string[]): string {
  const base = options.baseUrl.replace(/\/+$/, '') + path;
  return [base, ...segments.map((segment) => encodeURIComponent(segment))].join('/');
}
