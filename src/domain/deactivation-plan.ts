/** A carrier rate plan as a candidate to park a device on. */
export interface PlanCandidate {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly includedMb: number;
  readonly baseRate: number;
}

/**
 * The plan a Jasper device moves to before it is deactivated: the cheapest by base rate whose allowance covers the usage
 * of this cycle, else the largest. Ties go to the larger allowance, then to the code, so that the choice is the same
 * each time. Undefined when there is no plan at all.
 */
export function deactivationPlan(
  plans: readonly PlanCandidate[],
  usageMb: number,
): PlanCandidate | undefined {
  const covering = plans.filter((plan) => plan.includedMb >= usageMb).sort(byPrice);
  return covering[0] ?? [...plans].sort(byAllowance)[0];
}

function byPrice(left: PlanCandidate, right: PlanCandidate): number {
  return left.baseRate - right.baseRate || byAllowance(left, right);
}

function byAllowance(left: PlanCandidate, right: PlanCandidate): number {
  return right.includedMb - left.includedMb || (left.code < right.code ? -1 : 1);
}
