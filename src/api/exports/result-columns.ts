import { suggestedActionFor } from '../../domain/error-code.ts';
import type { ResultRow } from '../../db/result-rows.ts';
import { objectOrNull, orNull } from '../stored-value.ts';
import type { CsvColumns } from './csv-text.ts';

/** Everything about the device's change: results.csv. */
export const RESULT_COLUMNS = {
  row: (row) => row.rowNumber,
  fileRow: (row) => row.sourceRow,
  identifier: (row) => row.identifier,
  identifierType: (row) => row.identifierType,
  status: (row) => row.status,
  errorClass: (row) => row.errorClass,
  errorCode: (row) => row.errorCode,
  errorMessage: (row) => row.errorMessage,
  suggestedAction,
  attempts: (row) => row.attempts,
  before: (row) => jsonOrNull(row.before),
  after: (row) => jsonOrNull(row.after),
  startedAt: (row) => orNull(row.startedAt),
  finishedAt: (row) => orNull(row.finishedAt),
  deviceChangeId: (row) => row.id,
} as const satisfies CsvColumns;

/** What a person corrects a failed device by, and uploads again: errors.csv. `retryOf` names the row that is tried again. */
export const ERROR_COLUMNS = {
  retryOf: (row) => row.id,
  row: (row) => row.rowNumber,
  fileRow: (row) => row.sourceRow,
  iccid: (row) => (row.identifierType === 'ICCID' ? row.identifier : null),
  msisdn: (row) => (row.identifierType === 'MSISDN' ? row.identifier : null),
  imei: (row) => row.imei,
  status: (row) => row.status,
  errorClass: (row) => row.errorClass,
  errorCode: (row) => row.errorCode,
  errorMessage: (row) => row.errorMessage,
  suggestedAction,
} as const satisfies CsvColumns;

function suggestedAction({ errorCode }: ResultRow): string | null {
  return errorCode === null ? null : suggestedActionFor(errorCode);
}

function jsonOrNull(value: unknown): string | null {
  const document = objectOrNull(value);
  return document === null ? null : JSON.stringify(document);
}
