import { createHash, timingSafeEqual } from 'node:crypto';

/** What a carrier has to name in its callbacks. */
export interface CallbackCredentials {
  readonly username: string;
  readonly password: string;
}

/**
 * True when a callback names the user and the password of the registration. Both are compared in full and in constant
 * time, so that the time of an answer tells nothing. Empty ones never match: a registration without them proves nothing.
 */
export function namesCredentials(told: CallbackCredentials, registered: CallbackCredentials): boolean {
  const sameUser = isSame(told.username, registered.username);
  const samePassword = isSame(told.password, registered.password);
  return sameUser && samePassword && registered.username !== '' && registered.password !== '';
}

function isSame(told: string, registered: string): boolean {
  return timingSafeEqual(digest(told), digest(registered));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
