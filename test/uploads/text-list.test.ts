import { expect, test } from 'vitest';
import { createTextList } from '../../src/api/uploads/device-file/workbook/text-list.ts';

test('texts are found by their place, and nothing is found beyond the last', () => {
  const texts = createTextList();
  for (let index = 0; index < 3_000; index += 1) texts.add(`é${String(index)}`);
  expect([texts.at(0), texts.at(2_999), texts.at(3_000)]).toEqual(['é0', 'é2999', undefined]);
});

test('of a long text its beginning is kept, with a mark that it goes on', () => {
  const texts = createTextList();
  texts.add('x'.repeat(1_000));
  texts.add(`8901000000000000019${' '.repeat(2_000)}and more`);
  expect(texts.at(0)).toBe('x'.repeat(1_000));
  expect(texts.at(1)).toBe(`8901000000000000019${' '.repeat(981)}…`);
});

test.each([
  ['long', 'x'.repeat(1_000), undefined],
  ['empty', '', 4_000],
])('more %s texts than any list of devices has are refused', (_name, text, limit) => {
  const texts = createTextList(limit);
  const fill = () => {
    for (let index = 0; index < 200_000; index += 1) texts.add(text);
  };
  expect(fill).toThrow(/more text than a list of devices ever has/);
});
