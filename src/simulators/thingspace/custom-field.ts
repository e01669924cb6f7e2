import { z } from 'zod';

/** A custom field as requests and answers carry it. */
export const customFieldSchema = z.object({ key: z.string(), value: z.string() });

export type CustomField = z.infer<typeof customFieldSchema>;

const names: readonly string[] = [1, 2, 3, 4, 5].map((at) => `CustomField${at}`);
const longestValue = 50;

/** The code of what is wrong with custom fields to be written, or null. */
export function invalidCustomField(fields: readonly CustomField[]): string | null {
  if (fields.some(({ key }) => !names.includes(key))) return 'INPUT_INVALID.CustomField.InvalidName';
  if (fields.some(({ value }) => value.length > longestValue)) return 'INPUT_INVALID.CustomField.TooLong';
  return null;
}
