/** The header that makes an action depend on the plan that somebody has looked at. */
export function ifPlanIs(planHash: string | undefined): Record<string, string> {
  return planHash === undefined ? {} : { 'if-match': `"${planHash.replaceAll('"', '')}"` };
}
