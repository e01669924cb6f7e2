import { z } from 'zod';
import { activationElement, type ActivationElement } from './answer.ts';
import { valueOf } from './characteristic.ts';

/** The element of a SIM; never taken by its position. */
export function elementOf(
  elements: readonly (ActivationElement | null)[],
  iccid: string,
): ActivationElement | undefined {
  return elements.find((element) => element !== null && isOf(element, iccid)) ?? undefined;
}

const anyArray = z.array(z.unknown());

/** The same in an answer as it came, for the log; undefined when the answer has no elements at all. */
export function rawElementOf(body: unknown, iccid: string): unknown {
  const { data } = anyArray.safeParse(body);
  if (data === undefined) return undefined;
  const own = data.find((element) => {
    const read = activationElement.safeParse(element);
    return read.success && isOf(read.data, iccid);
  });
  return own ?? `none of ${String(data.length)} elements is of this SIM`;
}

function isOf(element: ActivationElement, iccid: string): boolean {
  return valueOf(element.service.serviceCharacteristic, 'sim') === iccid;
}
