import { CARRIERS } from '../workflows/scene.ts';
import type { Scenario, Truth } from './scenario.ts';

interface Line {
  readonly serviceId: number;
  readonly products: readonly { readonly productId: string; readonly rate: number }[];
}

function linesOf(truth: Truth): readonly Line[] {
  return (truth?.['services'] ?? []) as readonly Line[];
}

/** Each line with its products, such as `line 31@2 31@4.5`. */
function stateOf(truth: Truth): string {
  const lines = linesOf(truth).map(({ products }) =>
    ['line', ...products.map(({ productId, rate }) => `${productId}@${String(rate)}`).sort()].join(' '),
  );
  return lines.length === 0 ? 'no line' : lines.join(', ');
}

/** Customers are assigned over every carrier, and the billing system alone is called. */
export const BILLING_SCENARIOS: readonly Scenario[] = CARRIERS.map((carrier) => ({
  ...{ name: `${carrier} customerassignment`, carrier, at: 'revio', status: 'active', options: {} },
  // The carrier has no part in it, so that one of them tells for all.
  ...(carrier === 'jasper' ? {} : { isVariation: true }),
  change: () => ({
    ...{ changeType: 'customerassignment', revCustomerId: '7001', createRevService: true },
    ...{ useCarrierActivation: true, prorate: false },
    revProducts: [
      { productId: '31', rate: 4.5 },
      { productId: '31', rate: 2 },
    ],
  }),
  operations: [
    { name: 'createService', said: ['Create Service'], role: 'write', own: ['rejectItem'] },
    { name: 'listProducts', said: ['List Products'], role: 'ask' },
    { name: 'createProduct', said: ['Create Product'], role: 'write', own: ['rejectItem'] },
    { name: 'createProduct', said: ['Create Product'], role: 'write', nth: 2, own: ['rejectItem'] },
    { name: 'findService', said: ['Find Service'], role: 'readBack', after: 'createService' },
  ],
  stateOf,
  before: 'no line',
  target: 'line 31@2 31@4.5',
  half: {
    code: 'billing.half_applied',
    names: (truth) => linesOf(truth).map(({ serviceId }) => String(serviceId)),
  },
  effects: ['productCreated', 'productCreated', 'serviceCreated'],
  local: null,
  prefix: 'Assign Customer: ',
}));
