import type { ChangeOrder } from './change-order.ts';

/** What a change does to each device, in a few words, for titles and summaries. Names no customer. */
export function effectText(order: ChangeOrder): string {
  switch (order.changeType) {
    case 'statusupdate':
      return `→ ${order.targetStatus}`;
    case 'carrierrateplanchange':
      return `→ carrier rate plan ${order.plan.code}`;
    case 'customerrateplanchange':
      return '→ customer rate plan';
    case 'customerassignment':
      return order.rev === null ? '→ customer' : '→ Rev customer';
  }
}
