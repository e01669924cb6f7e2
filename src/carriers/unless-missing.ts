import { CarrierError } from './carrier-error.ts';

/** What was read; null when the carrier says that there is no such device. Throws what `read` throws otherwise. */
export async function unlessMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CarrierError && error.code === 'carrier.device_not_found') return null;
    throw error;
  }
}
