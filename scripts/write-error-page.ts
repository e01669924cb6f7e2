import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorPage } from '../src/api/error-page.ts';

/** Writes docs/errors.md: run it after a code was added. A test refuses a page that is out of date. */
writeFileSync(join(resolve(import.meta.dirname, '..'), 'docs', 'errors.md'), errorPage());
