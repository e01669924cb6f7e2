import { usageFailure } from '../command-failure.ts';

/**
 * Reads the address of an API, without a slash at its end. Plain http is for this machine, unless `insecure` is said: whoever
 * carries the request could read the token.
 * @throws CommandFailure usage
 */
export function readApiAddress(text: string, insecure: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw usageFailure(`"${text}" is not an address.`, 'Write it like https://millpond.example.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw usageFailure(
      'The address holds more than a host and a path.',
      'Leave out user, password and everything after ? or #.',
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !insecure) {
    throw usageFailure(
      `${url.origin} is not encrypted: your token could be read on its way.`,
      'Use https, or say --insecure when the network is yours.',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    hostname.endsWith('.localhost') ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
