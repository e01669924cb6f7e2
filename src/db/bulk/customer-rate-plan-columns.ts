/** Sets plan, pool and allocation from a JSON setting: a key that is absent leaves the column, null clears it. */
export function settingColumns(setting: string): string {
  return `
    customer_rate_plan_id = case when ${setting} ? 'customerRatePlanId'
      then (${setting}->>'customerRatePlanId')::uuid else dt.customer_rate_plan_id end,
    customer_rate_pool_id = case when ${setting} ? 'customerRatePoolId'
      then (${setting}->>'customerRatePoolId')::uuid else dt.customer_rate_pool_id end,
    data_allocation_mb = case when ${setting} ? 'dataAllocationMb'
      then (${setting}->>'dataAllocationMb')::numeric else dt.data_allocation_mb end`;
}

/** At most three years of periods: what lies further back is closed everywhere. */
const MOST_PERIODS = 36;

/**
 * Inserts a history row for every billing period from the effective date to now, for each row of \`source\` (id,
 * tenant_id, bulk_change_id, device_id, service_provider_id, effective_from) with the values of \`changed\`. Periods end
 * on the provider's day and hour in its time zone; PostgreSQL knows the zones, so daylight saving is right.
 */
export function periodsFrom(source: string): string {
  return `
  insert into customer_rate_plan_periods (tenant_id, device_id, device_change_id, bulk_change_id,
    customer_rate_plan_id, customer_rate_pool_id, data_allocation_mb, effective_from, period_start, period_end)
  select s.tenant_id, s.device_id, s.id, s.bulk_change_id, c.customer_rate_plan_id, c.customer_rate_pool_id,
    c.data_allocation_mb, s.effective_from, p.local_start at time zone z.time_zone,
    (p.local_start + interval '1 month') at time zone z.time_zone
  from ${source} s
  join changed c on c.tenant_id = s.tenant_id and c.device_id = s.device_id
  join lateral (
    select sp.time_zone,
      make_interval(days => sp.billing_period_end_day - 1, hours => sp.billing_period_end_hour) as shift
    from service_providers sp where sp.id = s.service_provider_id
  ) z on true
  cross join lateral generate_series(
    date_trunc('month', greatest(s.effective_from, now() - interval '${String(MOST_PERIODS)} months')
      at time zone z.time_zone - z.shift) + z.shift,
    date_trunc('month', greatest(s.effective_from, now()) at time zone z.time_zone - z.shift) + z.shift,
    interval '1 month'
  ) as p(local_start)
  on conflict (device_change_id, period_start) do nothing`;
}
