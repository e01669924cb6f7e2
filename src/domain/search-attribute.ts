/** The custom search attributes operators filter by in the Temporal Web UI, with their types there. */
export const SEARCH_ATTRIBUTES = {
  TenantId: 'Keyword',
  ServiceProvider: 'Keyword',
  Integration: 'Keyword',
  ChangeType: 'Keyword',
  BulkChangeStatus: 'Keyword',
  EffectiveAt: 'Datetime',
  DeviceIdentifier: 'Keyword',
  ErrorCode: 'Keyword',
} as const;
