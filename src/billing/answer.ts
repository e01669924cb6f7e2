import { z } from 'zod';

/** Ids come as numbers or as text; ours are text. */
const outsideId = z.union([z.string().min(1), z.number()]).transform(String);

const service = z.object({
  serviceId: outsideId,
  customerId: outsideId,
  number: z.string(),
  /** Null: connected. */
  disconnectedDate: z.string().nullish(),
});

export type RevServiceAnswer = z.infer<typeof service>;

/** One page of `GET /services`. */
export const servicePage = z
  .object({ total: z.int().nonnegative(), services: z.array(service) })
  .transform(({ total, services }) => ({ total, elements: services }));

export type RevServicePage = z.infer<typeof servicePage>;

export const createdService = z.object({ serviceId: outsideId });

const product = z.object({
  serviceProductId: outsideId,
  productId: outsideId,
  rate: z.number(),
  status: z.string(),
});

export type RevProductAnswer = z.infer<typeof product>;

export const productList = z.object({ products: z.array(product) });

export const createdProduct = z.object({ serviceProductId: outsideId });
