import { CHANGE_TITLES, type ChangeType } from './change-type.ts';
import { INTEGRATION_TITLES, type Integration } from './integration.ts';

/**
 * The description of a log entry: "Assign Customer: {Operation}", "Change Customer Rate Plan: {Operation}",
 * "Change Carrier Rate Plan: {Integration} {Operation}", "Update Device Status: {Integration} {Operation}".
 * The integration is named where a carrier has a part in it.
 */
export function logDescription(changeType: ChangeType, integration: Integration, operation: string): string {
  switch (changeType) {
    case 'customerassignment':
    case 'customerrateplanchange':
      return `${CHANGE_TITLES[changeType]}: ${operation}`;
    case 'carrierrateplanchange':
    case 'statusupdate':
      return `${CHANGE_TITLES[changeType]}: ${INTEGRATION_TITLES[integration]} ${operation}`;
  }
}
