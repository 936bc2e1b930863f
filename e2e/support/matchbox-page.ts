import { expect, type Browser, type Page } from '@playwright/test'
import { openEmpty } from './stock-page.js'

type Description = { Offer: string } | { Answer: string } | { IceCandidate: string }
type Event = { IdAssigned: string } | { NewPeer: string } | { PeerLeft: string } | { Signal: { sender: string; data: Description } }

declare global {
  var matchbox: { id: string; links: Map<string, RTCDataChannel>; left: string[]; heard: string[]; socket: WebSocket }
}

/** A page with a plain client of matchbox: it offers to those who come after it, and answers those who were there before it. */
export class MatchboxPage {
  readonly page: Page
  readonly id: string

  private constructor(page: Page, id: string) {
    this.page = page
    this.id = id
  }

  static async open(browser: Browser, node: string, target: string): Promise<MatchboxPage> {
    const page = await openEmpty(browser, node)
    const id = await page.evaluate((url) => new Promise<string>((assigned) => {
      const socket = new WebSocket(url)
      const connections = new Map<string, RTCPeerConnection>()
      globalThis.matchbox = { id: '', links: new Map(), left: [], heard: [], socket }
      const signal = (receiver: string, data: Description): void => socket.send(JSON.stringify({ Signal: { receiver, data } }))
      const connect = (peer: string): RTCPeerConnection => {
        const connection = new RTCPeerConnection()
        connections.set(peer, connection)
        const channel = connection.createDataChannel('matchbox', { negotiated: true, id: 0 })
        channel.onopen = () => { matchbox.links.set(peer, channel) }
        channel.onmessage = ({ data }) => { matchbox.heard.push(`${peer}: ${String(data)}`) }
        connection.onicecandidate = ({ candidate }) => signal(peer, { IceCandidate: JSON.stringify(candidate) })
        return connection
      }
      const described = async (peer: string, data: Description): Promise<void> => {
        if ('Offer' in data) {
          const connection = connect(peer)
          await connection.setRemoteDescription({ type: 'offer', sdp: data.Offer })
          await connection.setLocalDescription()
          signal(peer, { Answer: connection.localDescription?.sdp ?? '' })
        } else if ('Answer' in data) {
          await connections.get(peer)?.setRemoteDescription({ type: 'answer', sdp: data.Answer })
        } else {
          await connections.get(peer)?.addIceCandidate(JSON.parse(data.IceCandidate) as RTCIceCandidateInit | null ?? undefined)
        }
      }
      let turn = Promise.resolve()
      socket.onmessage = ({ data }) => {
        const event = JSON.parse(data as string) as Event
        turn = turn.then(async () => {
          if ('IdAssigned' in event) {
            matchbox.id = event.IdAssigned
            assigned(event.IdAssigned)
          } else if ('NewPeer' in event) {
            const connection = connect(event.NewPeer)
            await connection.setLocalDescription()
            signal(event.NewPeer, { Offer: connection.localDescription?.sdp ?? '' })
          } else if ('PeerLeft' in event) {
            matchbox.left.push(event.PeerLeft)
          } else {
            await described(event.Signal.sender, event.Signal.data)
          }
        })
      }
    }), `${node.replace('http', 'ws')}/matchbox/${target}`)
    return new MatchboxPage(page, id)
  }

  /** The ids of those it is linked with. */
  links(): Promise<string[]> {
    return this.page.evaluate(() => [...matchbox.links.keys()].sort())
  }

  left(): Promise<string[]> {
    return this.page.evaluate(() => matchbox.left)
  }

  /** Waits until it is linked with exactly those, and each hears the other. */
  async expectLinked(...others: readonly MatchboxPage[]): Promise<void> {
    await expect.poll(() => this.links()).toEqual(others.map(({ id }) => id).sort())
    await this.page.evaluate(() => { for (const channel of matchbox.links.values()) channel.send('hello') })
    for (const other of others) await expect.poll(() => other.page.evaluate(() => matchbox.heard)).toContain(`${this.id}: hello`)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
