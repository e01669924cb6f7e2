/** No answer came, or only a part of one. What was sent may have arrived. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
}

/** Names what went wrong in the words of the network, since that is what its administrators look for. */
export function unreachable(origin: string, cause: unknown): ApiUnreachable {
  return new ApiUnreachable(`The API at ${origin} cannot be reached: ${reasonOf(cause)}`, { cause });
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // A host with several addresses fails with one error for each of them, and no message of its own.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
  return first instanceof Error ? first.message : cause.message;
}
