import { createHash, randomBytes } from 'node:crypto';

/** Recognisable to secret scanners and to people. */
const PREFIX = 'mlp_';

export interface TokenSecret {
  /** Shown once, never stored. */
  readonly token: string;
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** The last four characters, so that people can tell their tokens apart. */
  readonly hint: string;
}

/** 256 random bits; a plain SHA-256 of it needs no salt, since it cannot be guessed. */
export function createTokenSecret(): TokenSecret {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  return { token, sha256: sha256OfToken(token), hint: token.slice(-4) };
}

export function sha256OfToken(token: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(createHash('sha256').update(token).digest());
}
