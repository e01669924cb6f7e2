import { expect, it } from 'vitest';
import { clipText } from '../../src/domain/effect-text.ts';

it.each(['x'.repeat(401), 'ж'.repeat(201), '漢'.repeat(134), '😀'.repeat(101)])(
  'a text of too many bytes ends after a whole character: %s',
  (text) => {
    const clipped = clipText(text, 400);
    expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(400);
    expect(Buffer.byteLength(clipped)).toBeGreaterThan(392);
    expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
    expect(clipped.endsWith('…')).toBe(true);
    expect(clipped).not.toMatch(/[\ud800-\udbff]…/);
  },
);

it.each(['x'.repeat(400), 'ж'.repeat(200), '😀'.repeat(100)])('a text that fits stays as it is', (text) => {
  expect(clipText(text, 400)).toBe(text);
});
