// Ends with 0 when the address answers well: the health check of a container whose image has no curl.
import process from 'node:process';

const timeoutMs = 5_000;
const [, , url] = process.argv;
const isWell = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).then(
  (response) => response.ok,
  () => false,
);
process.exit(isWell ? 0 : 1);
