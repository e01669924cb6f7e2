import type { IdentifierType } from '../../../domain/device-identifier.ts';
import type { FoundColumn } from './job.ts';

/** The column of a file that names its devices by this kind of number. */
export function namingColumn(columns: readonly FoundColumn[], type: IdentifierType): string {
  const wanted = type.toLowerCase();
  return columns.some(({ name }) => name === wanted) ? wanted : 'identifier';
}
