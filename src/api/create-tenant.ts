// `npm run tenant:create -- <name>`: the first step of an installation, since every route of the API needs a token.
import process from 'node:process';
import { createDatabase } from '../db/client.ts';
import { createTenant } from '../db/tenants.ts';
import { loadEnvFile } from '../platform/load-env-file.ts';
import { createTokenSecret } from './token-secret.ts';

loadEnvFile();
const [name] = process.argv.slice(2);
const url = process.env['DATABASE_URL'];
if (name === undefined || name.trim() === '' || url === undefined || url === '') {
  process.stderr.write('Usage: DATABASE_URL=postgresql://… npm run tenant:create -- "Name of the tenant"\n');
  process.exit(2);
}
const database = createDatabase({ url, maxConnections: 1, applicationName: 'millpond-create-tenant' });
try {
  const { token, sha256, hint } = createTokenSecret();
  const tenantId = await createTenant(database, { name: name.trim(), tokenSha256: sha256, hint });
  if (tenantId === null) {
    process.stderr.write(`There is a tenant "${name.trim()}" already; nothing was changed.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(
      `Tenant ${tenantId} is ready. Its administrator's token, shown this once:\n${token}\n`,
    );
  }
} finally {
  await database.close();
}
