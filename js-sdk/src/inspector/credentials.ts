/** A user name of the TURN REST API begins with the end of its credential, in seconds of the epoch. */
const MOMENT = /^(\d+):/

/** The credentials of TURN servers that connections have: counted, and never told. */
export class Credentials {
  readonly #names = new Set<string>()

  get count(): number {
    return this.#names.size
  }

  /** When the last of them ends, in milliseconds since the epoch, where one tells. */
  get until(): number | undefined {
    const ends = [...this.#names].map((name) => Number(MOMENT.exec(name)?.[1] ?? 0) * 1_000)
    return Math.max(0, ...ends) || undefined
  }

  look(connection: RTCPeerConnection): void {
    for (const { urls, username } of connection.getConfiguration().iceServers ?? []) {
      if (username && [urls].flat().some((url) => /^turns?:/.test(url))) this.#names.add(username)
    }
  }
}
