import { resolve } from 'node:path'
import { expect, type Browser, type Page } from '@playwright/test'
import type { createTopicStrategy, JoinRoom, Room } from '@trystero-p2p/core'
import { bundle, openStock } from './stock-page.js'

declare global {
  var trystero: { room: Room; self: string; met: Set<string>; heard: string[]; say: (text: string) => Promise<void> }
}

interface Stock { joinRoom?: JoinRoom; createTopicStrategy: typeof createTopicStrategy; selfId: string }

const SDK = resolve(import.meta.dirname, '../../js-sdk/dist/almenara-trystero.js')

/** What an application bundles: the SDK's strategy, or Trystero's core alone. */
const bundles = { almenara: `export { joinRoom, selfId } from ${JSON.stringify(SDK)}`, stock: "export { createTopicStrategy, selfId } from '@trystero-p2p/core'" }

export const relayOf = (node: string): string => `${node.replace('http', 'ws')}/trystero`

/** A page of Trystero. */
export class TrysteroPage {
  readonly page: Page
  readonly self: string

  private constructor(page: Page, self: string) {
    this.page = page
    this.self = self
  }

  /** Joins the room by those nodes: with the SDK's strategy, or by a stand-in for Trystero's own, which makes one connection and tells it everything once. */
  static async join(browser: Browser, kind: keyof typeof bundles, nodes: readonly string[], room: string, password?: string): Promise<TrysteroPage> {
    const page = await openStock(browser, nodes[0] as string, await bundle(bundles[kind]))
    const self = await page.evaluate(({ urls, roomId, password }) => {
      const { stock } = globalThis as unknown as { stock: Stock }
      const plain = (): JoinRoom => {
        const handlers = new Map<string, (topic: string, payload: string) => void>()
        const say = (socket: WebSocket, type: string, topic: string, payload?: unknown): void => socket.send(JSON.stringify({ type, topic, payload }))
        return stock.createTopicStrategy<WebSocket>({
          init: ({ relayConfig }) => (relayConfig?.urls ?? []).map((url) => new Promise((opened) => {
            const socket = new WebSocket(url)
            socket.onopen = () => opened(socket)
            socket.onmessage = ({ data }) => {
              const { topic, payload } = JSON.parse(data as string) as { topic: string; payload: string }
              handlers.get(topic)?.(topic, payload)
            }
          })),
          subscribeTopic(socket, topic, onMessage) {
            handlers.set(topic, onMessage)
            say(socket, 'subscribe', topic)
            return () => say(socket, 'unsubscribe', topic)
          },
          publishTopic: (socket, topic, payload) => say(socket, 'publish', topic, payload),
        })
      }
      const joinRoom = stock.joinRoom ?? plain()
      const joined = joinRoom({ appId: 'almenara-e2e', rtcConfig: { iceServers: [] }, relayConfig: { urls, redundancy: 1 }, ...password === undefined ? {} : { password } }, roomId)
      const heard: string[] = []
      const met = new Set<string>()
      const action = joined.makeAction<string>('chat', { onMessage: (text, { peerId }) => void heard.push(`${peerId}: ${text}`) })
      joined.onPeerJoin = (id) => void met.add(id)
      joined.onPeerLeave = (id) => void met.delete(id)
      globalThis.trystero = { room: joined, self: stock.selfId, met, heard, say: (text) => action.send(text) }
      return stock.selfId
    }, { urls: nodes.map(relayOf), roomId: room, password })
    return new TrysteroPage(page, self)
  }

  met(): Promise<string[]> {
    return this.page.evaluate(() => [...trystero.met].sort())
  }

  /** Waits until it is linked with exactly those. Trystero's core tries again to make a link that has come to nothing, but a minute later. */
  async expectMet(...others: readonly TrysteroPage[]): Promise<void> {
    await expect.poll(() => this.met(), { timeout: 100_000 }).toEqual(others.map(({ self }) => self).sort())
  }

  /** Says something, which all the others have to hear, once it has met them: that they have met it is no sign of that. */
  async say(text: string, ...others: readonly TrysteroPage[]): Promise<void> {
    await expect.poll(() => this.met(), { timeout: 30_000 }).toEqual(expect.arrayContaining(others.map(({ self }) => self)))
    await this.page.evaluate((text) => trystero.say(text), text)
    for (const other of others) await expect.poll(() => other.page.evaluate(() => trystero.heard.at(-1))).toBe(`${this.self}: ${text}`)
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }
}
