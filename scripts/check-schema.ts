// `npm run check:schema`: proves that prisma/schema.prisma and the migrations describe the same database.
import { diffSchema } from '../src/db/schema-engine-diff.ts';
import { migrationsDirectory, schemaFile } from './project-files.ts';
import { withScratchDatabase } from './scratch-database.ts';

const difference = await withScratchDatabase(migrationsDirectory, (url) => diffSchema(url, schemaFile));
if (difference === '') {
  console.log('prisma/schema.prisma and the migrations agree.');
} else {
  console.error(
    'prisma/schema.prisma describes another database than the migrations make. This SQL would be missing; ' +
      `"npm run db:migration -- <what_it_does>" writes it into a new migration:\n\n${difference}`,
  );
  process.exitCode = 1;
}
