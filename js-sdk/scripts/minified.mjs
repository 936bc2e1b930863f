/** Names of fields and methods that never leave the SDK: no platform, wire or public name is among them (check.mjs looks). */
const internal = `
  arrived attend dial mesh meshHost say awake away busy cancel changed claims clock complete crowded connected connections detour direct emit event failed frame gone host isOf
  itinerary kept leaving limit log lost made make makeStanding named negotiation nextRef open owner patience polite reached receive
  request restart round run running sealed sealing sent settings settle signaling start stop taken transports trickle up use wake wanted
`.trim().split(/\s+/)
/** These stand on Peer, where an application may hang short names of its own. */
const onPeers = 'absent hear inherit present renamed transmit'.split(' ')

/** The names that are shortened in the minified bundles. */
export const mangled = [...internal, ...onPeers]

/** How esbuild makes those. */
export const minified = {
  minify: true,
  mangleProps: new RegExp(`^(${mangled.join('|')})$`),
  mangleCache: Object.fromEntries(onPeers.map((name, index) => [name, `$$${index}`])),
}
