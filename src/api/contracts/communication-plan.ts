import { z } from 'zod';
import { flagQuery, idSchema, instantSchema, nameSchema } from './atoms.ts';
import { pageAnswer, pageQuery } from './paging.ts';

export const communicationPlanSchema = z
  .object({
    id: idSchema,
    serviceProviderId: idSchema,
    name: z.string(),
    allowedServices: z.array(z.string()),
    retiredAt: instantSchema.nullable(),
    createdAt: instantSchema,
  })
  .meta({ id: 'CommunicationPlan', description: 'Jasper: the services a SIM may use.' });

export const communicationPlanListSchema = pageAnswer('CommunicationPlanList', communicationPlanSchema);

export const communicationPlanListQuery = z.strictObject({
  ...pageQuery,
  serviceProviderId: idSchema.optional(),
  retired: flagQuery.optional(),
  q: z.string().trim().max(100).optional().describe('A part of the name.'),
});

export const createCommunicationPlanSchema = z
  .strictObject({
    serviceProviderId: idSchema,
    name: nameSchema,
    allowedServices: z.array(z.string().trim().min(1).max(50)).max(50).default([]),
  })
  .meta({
    id: 'CreateCommunicationPlan',
    examples: [
      {
        serviceProviderId: '01990000-0000-7000-8000-000000000001',
        name: 'Data only',
        allowedServices: ['DATA'],
      },
    ],
  });

export const updateCommunicationPlanSchema = z
  .strictObject({
    name: nameSchema,
    allowedServices: z.array(z.string().trim().min(1).max(50)).max(50),
    retired: z
      .boolean()
      .describe('true retires it: it stays with its devices and is refused for new changes.'),
  })
  .partial()
  .meta({ id: 'UpdateCommunicationPlan', examples: [{ retired: true }] });
