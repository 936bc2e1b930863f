import type { Path } from './path.js'

/** What a link has carried and how well, as this end sees it. What the browser does not say is undefined. */
export interface LinkStats {
  /** When the link came up, in milliseconds since the epoch. */
  readonly since: number
  /** How often this end has looked for another path. */
  readonly restarts: number
  /** The path in use; undefined while there is none. */
  readonly path: Path | undefined
  /** Milliseconds there and back. */
  readonly roundTrip: number | undefined
  /** All that went over the path, in bytes. */
  readonly sent: Flow
  /** All that came over the path, in bytes. */
  readonly received: Flow
  /** The most that the browser thinks it can send over the path, in bits per second; while it sends media, and not in Firefox. */
  readonly available: number | undefined
  /** What went through the data channel, media not included. */
  readonly channel: ChannelStats
  /** One for each track that is being sent or received. */
  readonly media: readonly TrackStats[]
}

/** How much went one way. */
export interface Flow {
  /** Counted so far; 0 where the browser does not say. */
  readonly bytes: number
  /** Bits per second between the call before and this one; undefined at the first. */
  readonly rate: number | undefined
}

/** The SDK's data channel, its own messages included. */
export interface ChannelStats {
  /** Messages that this end has sent. */
  readonly messagesSent: number
  /** Messages that came from the other end. */
  readonly messagesReceived: number
  /** Bytes of the messages that were sent. */
  readonly bytesSent: number
  /** Bytes of the messages that came. */
  readonly bytesReceived: number
  /** Bytes that wait to be sent. */
  readonly buffered: number
}

/** What one track has carried. */
export interface TrackStats extends Flow {
  /** Which way it goes, as this end sees it. */
  readonly direction: 'sent' | 'received'
  /** Sound or pictures. */
  readonly kind: 'audio' | 'video'
  /** The id of the track at this end. */
  readonly track: string | undefined
  /** RTP packets that were sent, or that have come. */
  readonly packets: number
  /** Packets that did not arrive; of a track that is sent, as the other end reports it. */
  readonly lost: number | undefined
  /** Of their arrival, in milliseconds; as above. */
  readonly jitter: number | undefined
  /** Pictures encoded or decoded. */
  readonly frames: number | undefined
  /** Of the last picture, in pixels; undefined for sound and before the first picture. */
  readonly width: number | undefined
  /** Of the same picture, in pixels. */
  readonly height: number | undefined
}
