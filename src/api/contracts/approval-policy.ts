import { z } from 'zod';

/** Whether every change of the tenant needs a second person. */
export const approvalPolicySchema = z
  .strictObject({
    requiresApproval: z
      .boolean()
      .describe('true: every change that is submitted from now on is AWAITING_APPROVAL first.'),
  })
  .meta({ id: 'ApprovalPolicy' });
