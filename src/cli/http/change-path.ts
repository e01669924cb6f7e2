/** The address of a change, or of something of it. */
export function changePath(id: string, ...rest: readonly string[]): string {
  return ['/v1/bulk-changes', encodeURIComponent(id), ...rest].join('/');
}
