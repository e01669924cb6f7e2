import { z } from 'zod';

/** The carrier's way to carry any field: a name and a text. */
export const characteristicSchema = z.looseObject({ name: z.string(), value: z.string() });

export interface Characteristic {
  name: string;
  value: string;
}

/** The first value of a name; an empty one counts as none. */
export function valueOf(characteristics: readonly Characteristic[], name: string): string | undefined {
  const value = characteristics.find((entry) => entry.name === name)?.value;
  return value === '' ? undefined : value;
}
