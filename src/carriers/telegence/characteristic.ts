/** How Telegence names every value of a line. */
export interface Characteristic {
  readonly name: string;
  readonly value: string;
}

/** Null when it is missing or empty. */
export function valueOf(characteristics: readonly Characteristic[], name: string): string | null {
  const value = characteristics.find((one) => one.name === name)?.value ?? '';
  return value === '' ? null : value;
}

/** The values of `offeringCode1`, `offeringCode2` and so on. */
export function offeringCodesOf(characteristics: readonly Characteristic[]): readonly string[] {
  return characteristics
    .filter(({ name, value }) => /^offeringCode\d+$/.test(name) && value !== '')
    .map(({ value }) => value);
}
