/** How a link reaches the other end. */
export interface Path {
  readonly kind: 'direct' | 'relayed'
  /** Milliseconds there and back, once measured. */
  readonly roundTrip: number | undefined
  /** The kinds of the two candidates: host, srflx, prflx or relay. */
  readonly local: string
  readonly remote: string
  readonly protocol: string
}
