/**
 * Part of a statement: what a device-tenant row (dt) says of its device now, under the keys of a row's image; see
 * domain/device-rules.ts.
 */
export const CUSTOMER_IMAGE = `jsonb_build_object(
    'customerId', dt.customer_id, 'siteId', dt.site_id, 'accountNumber', dt.account_number,
    'customerRatePlanId', dt.customer_rate_plan_id, 'customerPoolId', dt.customer_rate_pool_id,
    'customerDataAllocationMB', trim_scale(dt.data_allocation_mb))`;

/** The same with what the carrier is known to have: the device (dv), its plan (crp) and its communication plan (cp). */
export const DEVICE_IMAGE = `${CUSTOMER_IMAGE} || jsonb_build_object(
    'status', dv.status, 'carrierRatePlan', crp.code, 'communicationPlan', cp.name)`;

/**
 * Part of a statement: the image of row `d` from before its change, read afresh from `image` in the keys that it has. A
 * plan may be sealed a month before its day, and other changes of the device may lie between. A row that a retry opened
 * keeps what it has: its earlier run may have changed the device.
 */
export function imageBefore(image: string): string {
  return `case when d.reopened_at is not null or ${image} is null then d.before else d.before || coalesce((
      select jsonb_object_agg(fact.key, fact.value) from jsonb_each(${image}) fact where d.before ? fact.key
    ), '{}'::jsonb) end`;
}
