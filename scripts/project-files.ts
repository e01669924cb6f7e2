import { join, resolve } from 'node:path';

/** The folder of the project. */
export const projectDirectory = resolve(import.meta.dirname, '..');

export const schemaFile = join(projectDirectory, 'prisma', 'schema.prisma');
export const migrationsDirectory = join(projectDirectory, 'prisma', 'migrations');
