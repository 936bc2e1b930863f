export function isTurn({ urls }: RTCIceServer): boolean {
  return [urls].flat().some((url) => /^turns?:/.test(url))
}

/** The servers that are left without TURN. */
export function withoutTurn(servers: readonly RTCIceServer[]): RTCIceServer[] {
  return servers.map((server) => ({ ...server, urls: [server.urls].flat().filter((urls) => !isTurn({ urls })) })).filter(({ urls }) => urls.length > 0)
}
