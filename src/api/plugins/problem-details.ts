import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { constraintOf, isTransientDatabaseError } from '../../db/database-error.ts';
import { KeyTakenOverError } from '../../db/idempotency-keys.ts';
import { isUnstorableText } from '../../db/unstorable-text.ts';
import type { ApiApp } from '../api-app.ts';
import { problemOfConstraint } from '../constraint-problems.ts';
import type { ProblemAnswer } from '../contracts/problem.ts';
import { listedFaults, notFound, Problem, summaryOf } from '../problem.ts';
import { PROBLEM_TYPES } from '../problem-types.ts';
import { faultsOfValidation } from '../validation-faults.ts';

const RETRY_AFTER_SECONDS = 5;

/** Turns every error into application/problem+json, the not-found answer of unknown addresses included. */
export function addProblemDetails(app: ApiApp): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    // A caller's mistake is not our error: it is logged with the request, at information level.
    if (problem.status >= 500) request.log.error({ err: error }, 'The request failed');
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const detail = `There is no ${request.method} ${path.slice(0, 200)}. See /docs for what there is.`;
    return sendProblem(request, reply, new Problem('route.not_found', detail));
  });
}

/** Answers what the router itself refuses, before any hook has run: an address that cannot be decoded or is too long. */
export function answerUnroutable(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('request-id', request.id);
  void sendProblem(
    request,
    reply,
    new Problem('route.not_found', 'There is no such address. See /docs for what there is.'),
  );
}

/** The body of a problem; members in one order, so that equal problems are equal bytes. */
export function problemBody(problem: Problem, requestId: string): ProblemAnswer {
  const { title, status } = PROBLEM_TYPES[problem.code];
  const errors = listedFaults(problem.errors, problem.moreErrors);
  return {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: codeOf(problem),
    requestId,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(problemBody(problem, request.id));
}

/** One fault, or several of the same kind, give the whole problem their code: callers branch on a single value. */
function codeOf(problem: Problem): string {
  if (problem.code !== 'request.invalid') return problem.code;
  const codes = new Set(problem.errors.map(({ code }) => code));
  const [only] = codes;
  return codes.size === 1 && only !== undefined ? only : problem.code;
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An id of the wrong shape names nothing, exactly as an id that nobody has.
    if (error.validationContext === 'params') return notFound();
    const faults = faultsOfValidation(error.validationContext, error.validation);
    return new Problem('request.malformed', summaryOf(faults), { errors: faults });
  }
  const constraint = constraintOf(error);
  const conflict = constraint === undefined ? undefined : problemOfConstraint(constraint);
  return conflict ?? problemOfStatus(error);
}

function problemOfStatus(error: unknown): Problem {
  const retryAfter = { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } };
  if (error instanceof KeyTakenOverError) {
    return new Problem('idempotency.in_progress', `${error.message} Repeat the call.`, retryAfter);
  }
  if (isTransientDatabaseError(error)) {
    return new Problem('service.unavailable', 'The database did not answer. Try again shortly.', retryAfter);
  }
  if (isUnstorableText(error)) {
    return new Problem('request.malformed', 'A text holds a character that cannot be stored, such as NUL.');
  }
  const detail = error instanceof Error ? error.message : 'The request cannot be read.';
  switch (statusOf(error)) {
    case 400:
      return new Problem('request.malformed', detail);
    case 413:
      return new Problem('request.too_large', 'The body is larger than this address accepts.');
    case 415:
      return new Problem('media_type.unsupported', detail);
    case 503:
      return new Problem('service.unavailable', 'The service is too busy. Try again shortly.', retryAfter);
    default:
      return new Problem('internal.unexpected', 'An unexpected fault. It is in our log under the requestId.');
  }
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
}
