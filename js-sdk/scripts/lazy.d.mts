import type { Plugin } from 'esbuild'

export declare const lazy: Plugin
export declare function buildLazy(folder: string, banner?: { js?: string }): Promise<void>
