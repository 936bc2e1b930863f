import type { BuildOptions } from 'esbuild'

export function buildMinified(options: BuildOptions): Promise<void>
