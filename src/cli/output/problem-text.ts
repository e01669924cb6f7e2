import { isProblemCode, PROBLEM_TYPES } from '../../api/problem-types.ts';
import type { ProblemAnswer } from '../../api/contracts/problem.ts';
import { safeText } from './safe-text.ts';

/** A problem as lines: what, why, every fault with its place, what to do, and how to name it when it is reported. */
export function problemLines(problem: ProblemAnswer): readonly string[] {
  const { title, status, code, detail, errors = [], requestId } = problem;
  return [
    `${safeText(title)} (${String(status)}, ${safeText(code)})`,
    `  ${safeText(detail)}`,
    ...errors.map(
      (fault) => `  - ${safeText(fault.pointer)}: ${safeText(fault.detail)} (${safeText(fault.code)})`,
    ),
    ...(isProblemCode(code) ? [`What to do: ${PROBLEM_TYPES[code].whatToDo}`] : []),
    ...(requestId === '' ? [] : [`Request id: ${safeText(requestId)}`]),
  ];
}
