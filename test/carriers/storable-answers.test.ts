import { expect, it } from 'vitest';
import { exchangeOf } from '../../src/carriers/outside-exchange.ts';
import { readAnswer } from '../../src/carriers/outside-answer.ts';
import { saidInShort } from '../../src/carriers/refusal.ts';

const answer = (text: string) => ({ status: 400, headers: {}, text });

it('the carrier’s words carry no NUL, which PostgreSQL refuses', () => {
  expect(saidInShort('No\u0000 such\u0000 SIM')).toBe('No such SIM');
});

it('the parsed answer has neither NUL nor half a surrogate pair in any of its texts', () => {
  const { body } = readAnswer(
    answer('{"errorMessage":"No\\u0000 SIM","list":["\\ud83d","\\ud83d\\ude42"],"n":1}'),
  );
  expect(body).toEqual({ errorMessage: 'No SIM', list: ['\uFFFD', '🙂'], n: 1 });
  expect(readAnswer(answer('<p>\u0000gateway</p>')).body).toBe('<p>gateway</p>');
});

it('nothing that the log keeps of an exchange has a NUL in it', () => {
  const exchange = exchangeOf({
    operation: 'Set Status',
    request: {
      method: 'PUT',
      url: 'https://carrier.example/devices/1',
      headers: {},
      timeoutMs: 1,
      signal: new AbortController().signal,
      body: 'a\u0000b',
    },
    answer: answer('<p>\u0000gateway</p>'),
    durationMs: 1,
    error: new Error('It said \u0000no.'),
  });
  expect(exchange).toMatchObject({
    requestText: 'PUT /devices/1\nab',
    responseText: '<p>gateway</p>',
    errorText: 'It said no.',
  });
});
