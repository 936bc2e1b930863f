import { expect } from '@playwright/test'
import { FAKE_MEDIA } from '../support/chromium.js'
import { OUTSIDE, setLink, setNat, setSignalingBy } from '../support/nat.js'
import { meshed, newRoom, type RoomPage, talk } from '../support/room-page.js'
import { type Lab, STUN, test } from './laboratory.js'

declare global {
  /** The one link of the page as it was at first. */
  var first: { readonly connection: RTCPeerConnection; readonly channel: RTCDataChannel }
}

/** Longer than the SDK looks for a new path. */
const ENOUGH = 30_000

test.setTimeout(90_000)

/** Sound, pictures and a data channel between a page on each side. */
class Call {
  readonly #pages: readonly [RoomPage, RoomPage]

  private constructor(pages: readonly [RoomPage, RoomPage]) {
    this.#pages = pages
  }

  static async begin(lab: Lab): Promise<Call> {
    const pages = [await lab.page('A', ...FAKE_MEDIA), await lab.page('B', ...FAKE_MEDIA)] as const
    const room = newRoom()
    for (const page of pages) await page.join(room, { iceServers: [STUN] })
    await meshed(pages)
    for (const { page } of pages) {
      await page.evaluate(async () => {
        const [peer] = notes.room.peers.values()
        globalThis.first = { connection: peer?.connection as RTCPeerConnection, channel: peer?.channel as RTCDataChannel }
        notes.room.addStream(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }))
      })
    }
    return new Call(pages)
  }

  /** Pictures and words come, both ways, from that address of the side A, over the connection and the channel that there were at first. */
  async expectFlow(address: string, words: string): Promise<void> {
    await expect.poll(() => this.#address(), { timeout: ENOUGH }).toBe(address)
    const before = await this.#decoded()
    await expect.poll(async () => (await this.#decoded()).every((frames, side) => frames > (before[side] as number) + 10), { timeout: ENOUGH }).toBe(true)
    await talk(...this.#pages, words)
    for (const page of this.#pages) {
      const same = await page.page.evaluate(() => [...notes.room.peers.values()].map(({ connection, channel }) => connection === first.connection && channel === first.channel && channel.readyState))
      expect(same).toEqual(['open'])
      expect([await page.notes('closed'), await page.notes('left')]).toEqual([[], []])
    }
  }

  /** The state of the link, as the side A sees it. */
  state(): Promise<string | undefined> {
    return this.#pages[0].page.evaluate(() => [...notes.room.peers.values()][0]?.state)
  }

  /** Whether the side A has lost its connection to the node. */
  lostNode(): Promise<boolean> {
    return this.#pages[0].logged(/^connection lost/)
  }

  async end(): Promise<void> {
    for (const { page } of this.#pages) await page.context().browser()?.close()
  }

  /** How many pictures each side has decoded. */
  #decoded(): Promise<number[]> {
    return Promise.all(this.#pages.map(({ page }) => page.evaluate(async () => {
      const reports = [...(await first.connection.getStats()).values()] as RTCInboundRtpStreamStats[]
      return reports.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0
    })))
  }

  /** Where the side A is, as the other side sees it, while there is a path. */
  #address(): Promise<string | undefined> {
    return this.#pages[1].page.evaluate(async () => {
      const { connection } = first
      if (!/connected|completed/.test(connection.iceConnectionState)) return undefined
      const reports = await connection.getStats()
      const transport = [...reports.values()].find(({ type }) => type === 'transport') as RTCTransportStats | undefined
      const pair = reports.get(transport?.selectedCandidatePairId ?? '') as RTCIceCandidatePairStats | undefined
      return (reports.get(pair?.remoteCandidateId ?? '') as { address?: string } | undefined)?.address
    })
  }
}

/** Has the network of the side A change during a call, with or without the loss of its node, and prints how long the call was interrupted. */
async function expectToGoOn(call: Call, title: string, node: 'lost' | 'kept', change = async () => {}): Promise<void> {
  await call.expectFlow(OUTSIDE.A, 'by the first way')
  const began = Date.now()
  setLink('A', 'off')
  await change()
  await call.expectFlow(OUTSIDE.C, 'by the other way')
  console.log(`figures: ${title}: pictures and words again after ${((Date.now() - began) / 1000).toFixed(1)} s`)
  expect(await call.lostNode()).toBe(node === 'lost')
  await call.end()
}

test.beforeEach(({ lab }) => {
  if (lab.fault !== '') return
  setLink('C', 'off')
  setLink('A', 'on')
  setSignalingBy('A')
  for (const way of ['A', 'B', 'C'] as const) setNat(way, 'cone')
})

test('a call goes on over another network when for a while there was none', async ({ lab }, { title }) => {
  const call = await Call.begin(lab)
  await expectToGoOn(call, title, 'lost', async () => {
    await expect.poll(() => call.state(), { timeout: ENOUGH }).toBe('reconnecting')
    setLink('C', 'on')
  })
})

test('a call goes on over the network that signaling has taken before', async ({ lab }, { title }) => {
  setLink('C', 'on')
  setSignalingBy('C')
  await expectToGoOn(await Call.begin(lab), title, 'kept')
})

test('a call goes on over another network when the one that it began with is gone, and signaling with it', async ({ lab }, { title }) => {
  const call = await Call.begin(lab)
  setLink('C', 'on')
  await expectToGoOn(call, title, 'lost')
})
