import type { OutsideCall } from '../../platform/exchange.ts';
import { isHiddenField } from '../../platform/redact.ts';

const NAME_FIRST = /("name"\s*:\s*"([\w-]{1,60})"\s*,\s*"value"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)/g;
const VALUE_FIRST = /"value"\s*:\s*"(?:[^"\\]|\\.)*"(\s*,\s*"name"\s*:\s*"([\w-]{1,60})")/g;

/**
 * Hides the values of characteristics such as `contactName`. They stand in fields called `value`, which the redaction
 * by field names cannot tell apart.
 */
export function hidePersonalCharacteristics(text: string): string {
  return text
    .replaceAll(NAME_FIRST, (whole, start: string, name: string) =>
      isHiddenField(name) ? `${start}"[redacted]"` : whole,
    )
    .replaceAll(VALUE_FIRST, (whole, end: string, name: string) =>
      isHiddenField(name) ? `"value":"[redacted]"${end}` : whole,
    );
}

/** The same call, told only what a log may keep. */
export function withoutPersonalData(call: OutsideCall): OutsideCall {
  return {
    ...call,
    onExchange: (exchange) => {
      const { requestText, responseText } = exchange;
      call.onExchange({
        ...exchange,
        requestText: hidePersonalCharacteristics(requestText),
        responseText: responseText === null ? null : hidePersonalCharacteristics(responseText),
      });
    },
  };
}
