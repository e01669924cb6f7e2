import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** The typed search attributes that operators filter by in the Web UI; names and types as in domain/search-attribute.ts. */
export const TENANT_ID = defineSearchAttributeKey('TenantId', SearchAttributeType.KEYWORD);
export const SERVICE_PROVIDER = defineSearchAttributeKey('ServiceProvider', SearchAttributeType.KEYWORD);
export const INTEGRATION = defineSearchAttributeKey('Integration', SearchAttributeType.KEYWORD);
export const CHANGE_TYPE = defineSearchAttributeKey('ChangeType', SearchAttributeType.KEYWORD);
export const BULK_CHANGE_STATUS = defineSearchAttributeKey('BulkChangeStatus', SearchAttributeType.KEYWORD);
export const DEVICE_IDENTIFIER = defineSearchAttributeKey('DeviceIdentifier', SearchAttributeType.KEYWORD);
export const ERROR_CODE = defineSearchAttributeKey('ErrorCode', SearchAttributeType.KEYWORD);
