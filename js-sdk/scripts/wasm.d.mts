/** The bytes of the solver's WebAssembly module. */
export function wasm(kind: 'simd' | 'scalar'): Uint8Array<ArrayBuffer>
