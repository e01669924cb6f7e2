import { z } from 'zod';

/** An answer that is a text of a media type of its own; a handler sends it as a stream, which no schema looks into. */
export function textAnswer(mediaType: string, description: string, example: string) {
  const schema = z.unknown().meta({ type: 'string', examples: [example] });
  return { description, content: { [mediaType]: { schema } } };
}
