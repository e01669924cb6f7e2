/** Jasper's way to write an instant: a blank instead of `T`, the offset without a colon. */
export function toJasperDate(iso: string | null): string | null {
  if (iso === null) return null;
  return `${new Date(iso).toISOString().replace('T', ' ').slice(0, -1)}+0000`;
}

/** Reads a date or an instant as milliseconds; null when it is neither. A date means its start in UTC. */
export function readJasperDate(text: string): number | null {
  const day = /^(\d{4}-\d{2}-\d{2})Z?$/.exec(text)?.[1];
  const written = day === undefined ? instantText(text) : `${day}T00:00:00Z`;
  const at = written === null ? Number.NaN : Date.parse(written);
  return Number.isNaN(at) ? null : at;
}

function instantText(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (match === null) return null;
  const offset = (match[3] ?? 'Z').replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return `${match[1]}T${match[2]}${offset}`;
}
