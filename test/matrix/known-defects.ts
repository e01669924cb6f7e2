import type { MatrixCase } from './matrix-cases.ts';

/** Something that the product does wrong, and that a case shows until it is mended. */
interface Defect {
  readonly reason: string;
  readonly concerns: (one: MatrixCase) => boolean;
}

const DEFECTS: readonly Defect[] = [
  {
    reason: 'a retry leaves behind the inactive package that a failed compensation had added',
    concerns: ({ scenario, operation, fault, stays, loss }) =>
      scenario.name === 'pond carrierrateplanchange, terminate_first' &&
      operation.name === 'getPackage' &&
      stays &&
      loss === 'applied' &&
      !(fault.applies && !fault.leavesOpen),
  },
];

/** Why a case cannot be true to the simulator yet; undefined when it must be. */
export function defectOf(one: MatrixCase): string | undefined {
  return DEFECTS.find(({ concerns }) => concerns(one))?.reason;
}
