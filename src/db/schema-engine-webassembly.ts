/** The functions that a WebAssembly module exports, by name. */
export type WebAssemblyExports = Record<string, (() => void) | undefined>;

/** The part of the WebAssembly interface used here. TypeScript describes it only in its library for browsers. */
interface WebAssemblyInterface {
  instantiate(
    code: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: WebAssemblyExports } }>;
}

declare const WebAssembly: WebAssemblyInterface;

/** Compiles and instantiates a WebAssembly module and returns its exports. */
export async function instantiateWebAssembly(
  code: Uint8Array,
  imports: Record<string, object>,
): Promise<WebAssemblyExports> {
  const { instance } = await WebAssembly.instantiate(code, imports);
  return instance.exports;
}
