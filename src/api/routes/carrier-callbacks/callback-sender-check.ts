import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { findCallbackCredentials } from '../../../db/callback-registrations.ts';
import { namesCredentials, type CallbackCredentials } from '../../../platform/callback-credentials.ts';
import {
  openCallbackCredentials,
  sealCallbackCredentials,
} from '../../../platform/sealed-callback-credentials.ts';
import type { ApiDeps } from '../../api-app.ts';
import { idSchema } from '../../contracts/atoms.ts';

/** Whether a message names the user and password that its service provider's carrier was told, now or before. */
export type CallbackSenderCheck = (
  serviceProviderId: string,
  told: CallbackCredentials,
  log: Pick<FastifyBaseLogger, 'error'>,
) => Promise<boolean>;

/**
 * Does the same work whoever asks: for an unknown service provider, and where there are no former credentials, it opens
 * and compares invented ones, so that neither answer nor time tells which service providers there are.
 */
export function createCallbackSenderCheck({ database, encryption }: ApiDeps): CallbackSenderCheck {
  const nobody = randomUUID();
  const invented = sealCallbackCredentials(encryption, nobody, {
    username: randomUUID(),
    password: randomUUID(),
  });
  // Nobody has this id, so that the database is asked all the same.
  const missingId = randomUUID();

  return async (serviceProviderId, told, log) => {
    const isId = idSchema.safeParse(serviceProviderId).success;
    const found = await findCallbackCredentials(database, isId ? serviceProviderId : missingId);
    const matches = [found?.credentials, found?.formerCredentials].map((sealed) => {
      const isReal = found !== null && typeof sealed === 'string';
      const tenantId = isReal ? found.tenantId : nobody;
      const credentials = openCallbackCredentials(encryption, tenantId, isReal ? sealed : invented);
      if (credentials === null) {
        log.error(
          { serviceProviderId },
          'The credentials of a callback registration cannot be opened: register again',
        );
      }
      const named = credentials !== null && namesCredentials(told, credentials);
      return named && isReal;
    });
    return matches.includes(true);
  };
}
