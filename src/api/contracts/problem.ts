import { z } from 'zod';

export const faultSchema = z
  .object({
    pointer: z
      .string()
      .describe('JSON pointer into the body; /query/… and /headers/… name what is not in the body.'),
    code: z.string().describe('Stable, dotted.'),
    detail: z.string().describe('What is wrong and what to do about it.'),
  })
  .meta({ id: 'Fault' });

export const problemSchema = z
  .object({
    type: z.string().describe('Address that explains the problem.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable, dotted; docs/errors.md lists all of them.'),
    requestId: z.string().describe('The Request-Id of the answer; name it when you report a fault.'),
    errors: z.array(faultSchema).optional().describe('Every fault at once.'),
  })
  .meta({
    id: 'Problem',
    description: 'A problem (RFC 9457).',
    examples: [
      {
        type: '/problems/resource.not_found',
        title: 'There is no such thing',
        status: 404,
        detail: 'There is nothing with this id that you may see.',
        code: 'resource.not_found',
        requestId: '01990000-0000-7000-8000-000000000001',
      },
    ],
  });

export type ProblemAnswer = z.output<typeof problemSchema>;
