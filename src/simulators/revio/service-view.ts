import type { RevioService } from './service.ts';

/** A line as the interface shows it. */
export function serviceView({ account: _account, ...service }: RevioService): Omit<RevioService, 'account'> {
  return service;
}

/** The device a line's effects are told for: its ICCID, or its number when it has none. */
export function deviceOf({ iccid, number }: Pick<RevioService, 'iccid' | 'number'>): string {
  return iccid ?? number;
}
