// How the minified bundles are made: esbuild joins and shortens, Terser finds two percent more.
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { minify } from 'terser'

/** Names of fields and methods that never leave the SDK: no platform, wire or public name is among them (check.mjs looks). */
const internal = `
  arrived attend awake away busy cancel changed claims clock crowded connections detour dial direct emit event failed frame gone host isOf
  itinerary kept leaving limit log lost made negotiation nextRef open owner patience polite receive
  restart round run running say sealed sent settings settle share signaling stalled stop taken transports trickle up use used wanted
`.trim().split(/\s+/)
/** These stand on Peer, where an application may hang short names of its own. */
const onPeers = 'absent hear inherit present renamed transmit'.split(' ')

/** The names that are shortened in the minified bundles. */
export const mangled = [...internal, ...onPeers]

/** Builds a bundle with the options of esbuild that are given. */
export async function buildMinified(options) {
  await build({
    ...options,
    minify: true,
    mangleProps: new RegExp(`^(${mangled.join('|')})$`),
    mangleCache: Object.fromEntries(onPeers.map((name, index) => [name, `$$${index}`])),
  })
  const { outfile, format, sourcemap } = options
  const sourceMap = sourcemap && { content: await readFile(`${outfile}.map`, 'utf8'), filename: basename(outfile), url: `${basename(outfile)}.map` }
  const { code, map } = await minify(await readFile(outfile, 'utf8'), { ecma: 2022, module: format === 'esm', compress: { passes: 3, keep_fargs: false, pure_getters: true, unsafe_arrows: true, unsafe_methods: true }, sourceMap })
  await writeFile(outfile, `${code}\n`)
  if (map) await writeFile(`${outfile}.map`, map)
}
