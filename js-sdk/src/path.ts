/** How a link reaches the other end. */
export interface Path {
  /** From one to the other, or through a TURN server. */
  readonly kind: 'direct' | 'relayed'
  /** Milliseconds there and back, once measured. */
  readonly roundTrip: number | undefined
  /** The kinds of the two candidates: host, srflx, prflx or relay. */
  readonly local: string
  /** That of the other end. */
  readonly remote: string
  /** `udp`, or `tcp`. */
  readonly protocol: string
}
