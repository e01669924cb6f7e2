/**
 * True when the database refused a text because of a character it cannot hold: NUL, or half a surrogate pair in JSON.
 * Such a text is the sender's fault; JSON can carry it all the same.
 */
export function isUnstorableText(error: unknown): boolean {
  const cause = member(member(member(error, 'meta'), 'driverAdapterError'), 'cause');
  const code = member(cause, 'originalCode') ?? member(error, 'code');
  if (code === '22021' || code === '22P05') return true;
  return code === '22P02' && String(member(cause, 'originalMessage')).includes('type json');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
