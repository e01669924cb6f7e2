import { z } from 'zod';

/** An id as callers write it, number or text; compared as exact text. */
export const outsideIdSchema = z.union([z.string().min(1), z.int()]).transform(String);
