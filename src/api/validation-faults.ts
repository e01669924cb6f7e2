import type { FastifySchemaValidationError } from 'fastify';
import type { RequestFault } from '../domain/change-request.ts';

/** The faults of a schema's refusal, all of them, with JSON pointers. Query and headers are named in the pointer. */
export function faultsOfValidation(
  context: string | undefined,
  issues: readonly FastifySchemaValidationError[],
): RequestFault[] {
  const prefix = prefixOf(context);
  return issues.flatMap((issue) => {
    const place = issue.instancePath === '/' ? '' : issue.instancePath;
    if (issue.keyword === 'unrecognized_keys') return unknownKeys(`${prefix}${place}`, issue.params['keys']);
    return [
      {
        pointer: `${prefix}${place}`,
        code: codeOf(issue),
        detail: `${issue.message ?? 'The value is not accepted'}.`.replace(/\.\.$/, '.'),
      },
    ];
  });
}

function unknownKeys(parent: string, keys: unknown): RequestFault[] {
  if (!Array.isArray(keys)) return [];
  return keys.map(String).map((key) => ({
    pointer: `${parent}/${escapeToken(key)}`,
    code: 'field.unknown',
    detail: `There is no field "${key}" here. Leave it out, or check its spelling.`,
  }));
}

function codeOf(issue: FastifySchemaValidationError): string {
  switch (issue.keyword) {
    case 'invalid_type':
      return issue.message?.includes('received undefined') === true ? 'field.required' : 'field.type';
    case 'too_big':
    case 'too_small':
      return 'field.size';
    case 'invalid_value':
      return 'field.value';
    case 'invalid_format':
      return 'field.format';
    default:
      return 'field.invalid';
  }
}

function prefixOf(context: string | undefined): string {
  if (context === 'querystring') return '/query';
  if (context === 'headers') return '/headers';
  return '';
}

/** RFC 6901: "~" and "/" inside a name. */
function escapeToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
