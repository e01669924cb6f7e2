import { Problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives back the place of an upload, once its file is gone from the disk; null before it has one. */
    leaveUploadPlace: (() => void) | null;
  }
}

export interface UploadPlaces {
  /**
   * Takes a place at once, and returns what gives it back.
   * @throws Problem service.unavailable when none is free
   */
  take(): () => void;
}

/** How many uploads may lie on the disk at the same time. Nobody waits: a sender that waits keeps sending. */
export function createUploadPlaces(count: number): UploadPlaces {
  const taken = new Set<symbol>();
  return {
    take: () => {
      if (taken.size >= count) throw allTaken();
      const place = Symbol('place');
      taken.add(place);
      return () => {
        taken.delete(place);
      };
    },
  };
}

/** Closes the connection, so that the rest of the file is not sent for nothing. */
function allTaken(): Problem {
  const detail = 'Too many files are being uploaded. Try again shortly.';
  return new Problem('service.unavailable', detail, {
    headers: { 'retry-after': '10', connection: 'close' },
  });
}
