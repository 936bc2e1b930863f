import type { Path } from './path.js'

/** What a link has carried and how well, as this end sees it. What the browser does not say is undefined. */
export interface LinkStats {
  /** When the link came up, in milliseconds since the epoch. */
  readonly since: number
  /** How often this end has looked for another path. */
  readonly restarts: number
  readonly path: Path | undefined
  /** Milliseconds there and back. */
  readonly roundTrip: number | undefined
  /** All that went over the path, in bytes. */
  readonly sent: Flow
  readonly received: Flow
  /** The most that the browser thinks it can send over the path, in bits per second; while it sends media, and not in Firefox. */
  readonly available: number | undefined
  readonly channel: ChannelStats
  /** One for each track that is being sent or received. */
  readonly media: readonly TrackStats[]
}

export interface Flow {
  readonly bytes: number
  /** Bits per second between the call before and this one; undefined at the first. */
  readonly rate: number | undefined
}

/** The SDK's data channel, its own messages included. */
export interface ChannelStats {
  readonly messagesSent: number
  readonly messagesReceived: number
  readonly bytesSent: number
  readonly bytesReceived: number
  /** Bytes that wait to be sent. */
  readonly buffered: number
}

export interface TrackStats extends Flow {
  readonly direction: 'sent' | 'received'
  readonly kind: 'audio' | 'video'
  /** The id of the track at this end. */
  readonly track: string | undefined
  readonly packets: number
  /** Packets that did not arrive; of a track that is sent, as the other end reports it. */
  readonly lost: number | undefined
  /** Of their arrival, in milliseconds; as above. */
  readonly jitter: number | undefined
  /** Pictures encoded or decoded. */
  readonly frames: number | undefined
  readonly width: number | undefined
  readonly height: number | undefined
}
