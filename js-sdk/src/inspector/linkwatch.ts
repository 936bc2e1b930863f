import { reportOf } from '../paths.js'
import { RATE_SPAN } from './limits.js'
import type { Traffic } from './recording.js'
import { readStats, type Sampled } from './stats.js'

const UFRAG = /^a=ice-ufrag:(\S+)/m

/** One connection: counts its restarts, tells what becomes of its ICE, and samples its statistics. */
export class LinkWatch {
  /** When it was first seen open, in milliseconds since the epoch. */
  since: number | undefined
  readonly #pc: RTCPeerConnection
  readonly #note: (text: string) => void
  readonly #end = new AbortController()
  #ufrags: string | undefined
  #restarts = 0
  #stats: Sampled | undefined
  #rates: Traffic | undefined
  /** What the next rates are reckoned from, and when that was. */
  #base: { readonly bytes: Traffic; readonly time: number } | undefined

  constructor(pc: RTCPeerConnection, note: (text: string) => void) {
    this.#pc = pc
    this.#note = note
    this.#described()
    if (pc.iceConnectionState !== 'new') this.#iced()
    const { signal } = this.#end
    pc.addEventListener('signalingstatechange', () => this.#described(), { signal })
    pc.addEventListener('iceconnectionstatechange', () => this.#iced(), { signal })
    pc.addEventListener('icecandidateerror', ({ errorCode, errorText, url }) => note(`candidate error ${errorCode} of ${url}: ${errorText}`), { signal })
  }

  get restarts(): number {
    return this.#restarts
  }

  get ice(): string {
    return this.#pc.iceConnectionState
  }

  get stats(): Sampled | undefined {
    return this.#stats
  }

  /** Bytes a second between the last two samples that were not too close. */
  get rates(): Traffic | undefined {
    return this.#rates
  }

  /** Reads the statistics; those of a connection that gives none are not known. */
  async sample(): Promise<void> {
    const stats = await this.#read().catch(() => undefined)
    this.#reckon(stats?.bytes, Date.now())
    if (stats?.path && changed(this.#stats, stats)) this.#note(`path: ${stats.path.kind}, ${stats.path.local} to ${stats.path.remote} by ${stats.path.protocol}`)
    this.#stats = stats
  }

  close(): void {
    this.#end.abort()
  }

  #iced(): void {
    this.#note(`ICE: ${this.#pc.iceConnectionState}`)
  }

  #reckon(bytes: Traffic | undefined, time: number): void {
    const base = this.#base
    if (bytes && base && time - base.time < RATE_SPAN) return
    this.#rates = bytes && base && rates(base.bytes, bytes, time - base.time)
    this.#base = bytes && { bytes, time }
  }

  async #read(): Promise<Sampled> {
    return readStats(await reportOf(this.#pc))
  }

  /** Each ICE restart has user names of its own (RFC 8839). A description that is only offered may be rolled back. */
  #described(): void {
    const { signalingState, localDescription, remoteDescription } = this.#pc
    if (signalingState !== 'stable' || !localDescription || !remoteDescription) return
    const ufrags = [localDescription, remoteDescription].map(({ sdp }) => UFRAG.exec(sdp)?.[1]).join(' ')
    if (ufrags === this.#ufrags) return
    if (this.#ufrags !== undefined) {
      this.#restarts++
      this.#note('ICE restart')
    }
    this.#ufrags = ufrags
  }
}

function changed(before: Sampled | undefined, { path }: Sampled): boolean {
  const key = (of: Sampled['path']): string => `${of?.kind} ${of?.local} ${of?.remote} ${of?.protocol} ${of?.localAddress} ${of?.remoteAddress}`
  return key(before?.path) !== key(path)
}

/** Counters go back when a browser forgets a pair: that is no traffic. */
function rates(before: Traffic, now: Traffic, ms: number): Traffic {
  const rate = (from: number, to: number): number => Math.max(0, Math.round((to - from) / ms * 1_000))
  return { sent: rate(before.sent, now.sent), received: rate(before.received, now.received) }
}
