/** What a log-in yields. Every call carries both tokens. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly accessExpiresAt: Date;
  readonly sessionToken: string;
}

/** A log-in that all workers share; `version` counts the log-ins, so that a newer one is told from an older. */
export interface SharedSession extends SessionTokens {
  readonly version: number;
}

/** Not granted: the carrier refused the credentials. Anything else that goes wrong is thrown. */
export type LoginAttempt =
  { readonly granted: true; readonly tokens: SessionTokens } | { readonly granted: false };

export type Renewal =
  | { readonly kind: 'open'; readonly session: SharedSession }
  /** This caller's log-in was refused, and has been counted. */
  | { readonly kind: 'refused' }
  /** Refused too often in a row: nobody has tried, and nobody does before the credentials are set anew. */
  | { readonly kind: 'given_up' };

/** Where all workers keep the log-in of one service provider. */
export interface SessionStore {
  /** Null when there is none, or it belongs to credentials that have been replaced. */
  read(): Promise<SharedSession | null>;
  /**
   * Replaces the session of version `staleVersion` (0: none was known). Exactly one caller of all workers runs
   * `login`, the others wait for it and get its result. `login` is told what is stored; what it throws is passed on.
   */
  renew(
    terms: { readonly staleVersion: number; readonly maxRefusedLogins: number },
    login: (held: SharedSession | null) => Promise<LoginAttempt>,
  ): Promise<Renewal>;
}
