import { z } from 'zod';

/** Where an outside system is; credentials in it would end in logs. */
export const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Write an http or https address' })
  .max(500)
  .refine((text) => !text.includes('@'), { error: 'Credentials do not belong into the address' })
  .meta({ examples: ['https://carrier.example'] });
