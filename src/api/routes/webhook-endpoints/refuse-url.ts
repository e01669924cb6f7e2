import type { AddressGuard } from '../../../platform/address-guard.ts';
import { webhookUrlFault } from '../../../platform/webhook-url-fault.ts';
import { invalidRequest } from '../../problem.ts';

/** @throws Problem request.invalid for a URL that events are not sent to */
export function refuseUrl(url: string, guard: AddressGuard): void {
  const detail = webhookUrlFault(url, guard);
  if (detail !== null) throw invalidRequest([{ pointer: '/url', code: 'webhook.url_refused', detail }]);
}
