import { storableText } from './storable-text.ts';

/**
 * Field names whose values never reach a log. Compared in lower case without punctuation, so that `apiKey`,
 * `x-api-key` and `API_KEY` are one name. A trailing `*` stands for any ending.
 */
const HIDDEN_FIELDS = [
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'apikey*',
  'xapikey',
  'appsecret',
  'clientsecret',
  'secret*',
  'password*',
  'passphrase',
  'accesstoken',
  'refreshtoken',
  'sessiontoken',
  'token',
  'vzm2mtoken',
  'firstname',
  'middlename',
  'lastname',
  'surname',
  'fullname',
  'customername',
  'contact*',
  'address*',
  'serviceaddress*',
  'billingaddress*',
  'shippingaddress*',
  'street*',
  'email*',
  'phone*',
  'mobilephone*',
] as const;

const HIDDEN = '[redacted]';
const MAX_BYTES = 8_192;
const EXACT = new Set<string>(HIDDEN_FIELDS.filter((field) => !field.endsWith('*')));
const BEGINNINGS = HIDDEN_FIELDS.filter((field) => field.endsWith('*')).map((field) => field.slice(0, -1));

/** A request's or answer's text as the log may keep it: secrets and personal fields hidden, no NUL, at most 8 KiB. */
export function redactText(text: string): string {
  return clip(hideFields(storableText(text)));
}

export function isHiddenField(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return EXACT.has(plain) || BEGINNINGS.some((beginning) => plain.startsWith(beginning));
}

function hideFields(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return JSON.stringify(parsed, (name, value: unknown) => (isHiddenField(name) ? HIDDEN : value));
  } catch {
    return hideInBrokenJson(text);
  }
}

/** For HTML, plain text and cut JSON: hides what follows a hidden name, up to the end of its value. */
function hideInBrokenJson(text: string): string {
  return text.replaceAll(
    /"([\w-]{1,60})"(\s{0,4}:\s{0,4})("(?:[^"\\]|\\.)*(?:"|$)|[^\s,}\]]+)/g,
    (whole, name: string, colon: string) => (isHiddenField(name) ? `"${name}"${colon}"${HIDDEN}"` : whole),
  );
}

function clip(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MAX_BYTES) return text;
  const kept = bytes
    .subarray(0, MAX_BYTES)
    .toString()
    .replace(/\uFFFD$/, '');
  return `${kept}… [clipped, ${String(bytes.length)} bytes in all]`;
}
