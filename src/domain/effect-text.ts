import type { ChangeOrder } from './change-order.ts';

/** Leaves room for the device's identifier, which precedes the effect in a summary. */
const EFFECT_LIMIT_BYTES = 300;

/** What a change does to each device, in a few words, for titles and summaries. Names no customer. */
export function effectText(order: ChangeOrder): string {
  if (order.asBefore === true) return '→ as before';
  switch (order.changeType) {
    case 'statusupdate':
      return `→ ${order.targetStatus}`;
    case 'carrierrateplanchange':
      return clipText(`→ carrier rate plan ${order.plan.code}`, EFFECT_LIMIT_BYTES);
    case 'customerrateplanchange':
      return '→ customer rate plan';
    case 'customerassignment':
      return order.rev === null ? '→ customer' : '→ Rev customer';
  }
}

/** The most Temporal takes as the summary of a run; a longer one refuses the start. */
export const SUMMARY_LIMIT_BYTES = 400;

/** The text, cut after a whole character so that it has at most so many bytes of UTF-8; a cut one ends in an ellipsis. */
export function clipText(text: string, limitBytes: number): string {
  if (utf8Length(text) <= limitBytes) return text;
  let room = limitBytes - utf8Length('…');
  let clipped = '';
  for (const character of text) {
    room -= utf8Length(character);
    if (room < 0) break;
    clipped += character;
  }
  return `${clipped}…`;
}

/** Counted by hand, so that it does not depend on what the workflows' sandbox offers. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
