import { defineConfig } from 'prisma/config';

/**
 * Where Prisma finds the schema and the migrations. The address matters only to `prisma migrate deploy` against a server of
 * one's own; everything else here generates code, so a missing DATABASE_URL is no fault.
 */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://localhost:5432/millpond' },
});
