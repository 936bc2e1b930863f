// How a module that stands by itself is made: small, as an ES module, with its source map beside it.
import { build } from 'esbuild'

export const bundle = (entry, outfile, options = {}) => build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  minify: true,
  sourcemap: 'linked',
  ...options,
})
