import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const domain = resolve(import.meta.dirname, '../../src/domain');
const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** What the statements `import … from`, `export … from` and `import(…)` of a text name. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)['"]([^'"]+)['"]/gm)].map(
    (match) => match[1] ?? '',
  );
}

describe('the domain', () => {
  it('has files', () => {
    expect(files.length).toBeGreaterThan(15);
  });

  // The import rules of dependency-cruiser look at our folders; this also keeps packages and Node itself out.
  it.each(files)('%s imports nothing but the domain, so that workflows may run it', (file) => {
    for (const specifier of importsOf(readFileSync(join(domain, file), 'utf8'))) {
      expect(specifier).toMatch(/^\.\/[a-z0-9-]+\.ts$/);
    }
  });

  it.each(files)('%s reads no clock, no chance and no environment', (file) => {
    const text = readFileSync(join(domain, file), 'utf8');
    expect(text).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random|process\.|globalThis|setTimeout/);
  });
});
