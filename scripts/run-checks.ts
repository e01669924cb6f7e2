// `npm run checks`: everything that can be proved without running the product.
import { runStaticChecks } from './static-checks.ts';
import { closeWith } from './tally.ts';

closeWith(runStaticChecks());
