const PREFIX = '#/components/schemas/';

/**
 * Removes the components nobody refers to, in place: every named schema is written twice, as input and as output, and
 * most are used in one direction only.
 */
export function removeUnusedComponents(document: object): void {
  const components = member(document, 'components');
  const schemas = member(components, 'schemas');
  const used = new Set<string>();
  const open: unknown[] = [{ ...document, components: { ...components, schemas: {} } }];
  while (open.length > 0) {
    for (const name of referencesIn(open.pop())) {
      if (used.has(name)) continue;
      used.add(name);
      open.push(schemas[name]);
    }
  }
  for (const name of Object.keys(schemas)) if (!used.has(name)) Reflect.deleteProperty(schemas, name);
}

function member(parent: object, name: string): Record<string, unknown> {
  const value: unknown = Object.entries(parent).find(([key]) => key === name)?.[1];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function referencesIn(value: unknown): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' && typeof part === 'string' && part.startsWith(PREFIX)
      ? [part.slice(PREFIX.length)]
      : referencesIn(part),
  );
}
