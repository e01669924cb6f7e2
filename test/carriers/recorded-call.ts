import type { Exchange, OutsideCall } from '../../src/platform/exchange.ts';

export interface RecordedCall extends OutsideCall {
  readonly exchanges: Exchange[];
  /** The writes that were announced, in order. */
  readonly writes: string[];
}

/** A call that remembers what it was told. */
export function recordedCall(
  options: { readonly readFirst?: boolean; readonly signal?: AbortSignal } = {},
): RecordedCall {
  const exchanges: Exchange[] = [];
  const writes: string[] = [];
  return {
    exchanges,
    writes,
    readFirst: options.readFirst ?? false,
    signal: options.signal ?? new AbortController().signal,
    beforeWrite: (operation) => {
      writes.push(operation);
      return Promise.resolve();
    },
    onExchange: (exchange) => {
      exchanges.push(exchange);
    },
  };
}
