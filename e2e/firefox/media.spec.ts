import { expect } from '@playwright/test'
import type { RoomPage } from '../support/room-page.js'
import { ORDERS, test } from './fixtures.js'

/** Samples of sound in a second. */
const SECOND = 48_000

declare global {
  /** What this page sends. */
  var sent: Record<string, MediaStream>
}

/** Sends a stream of the (pretended) devices; returns its id. */
function give({ page }: RoomPage, name: string, constraints: MediaStreamConstraints): Promise<string> {
  return page.evaluate(async ({ name, constraints }) => {
    const stream = await navigator.mediaDevices.getUserMedia(constraints)
    globalThis.sent = { ...globalThis.sent, [name]: stream }
    notes.room.addStream(stream)
    return stream.id
  }, { name, constraints })
}

function takeBack({ page }: RoomPage, name: string): Promise<void> {
  return page.evaluate((name) => {
    notes.room.removeStream(sent[name] as MediaStream)
    for (const track of (sent[name] as MediaStream).getTracks()) track.stop()
  }, name)
}

/** How many kinds of tracks each stream of the peer has that are live. */
function streams({ page }: RoomPage, peer: RoomPage): Promise<string[]> {
  return page.evaluate((peer) => (notes.room.peers.get(peer)?.streams ?? []).map((stream) => stream.getTracks().map(({ kind }) => kind).sort().join(' ')).sort(), peer.self)
}

interface Shown { readonly width: number; readonly time: number; readonly decoded: number }

/** Plays what the peer sends, and tells how far each picture has come: what is shown, and what was decoded. */
function pictures({ page }: RoomPage, peer: RoomPage): Promise<Shown[]> {
  return page.evaluate(async (peer) => {
    const { connection, streams = [] } = notes.room.peers.get(peer) ?? {}
    const play = (stream: MediaStream): HTMLVideoElement => {
      const shown = document.getElementById(stream.id)
      if (shown) return shown as HTMLVideoElement
      const video = Object.assign(document.createElement('video'), { id: stream.id, muted: true, srcObject: stream })
      document.body.append(video)
      void video.play()
      return video
    }
    const all = streams.map((stream) => ({ video: play(stream), track: stream.getVideoTracks()[0] }))
    return Promise.all(all.filter(({ track }) => track).map(async ({ video, track }) => {
      const reports = await connection?.getStats(track) as RTCStatsReport
      const decoded = [...reports.values()].find(({ type }) => type === 'inbound-rtp') as RTCInboundRtpStreamStats | undefined
      return { width: video.videoWidth, time: video.currentTime, decoded: decoded?.framesDecoded ?? 0 }
    }))
  }, peer.self)
}

/** So many pictures of the peer are there, and all of them move. */
async function expectMoving(page: RoomPage, peer: RoomPage, count = 1): Promise<void> {
  await expect.poll(async () => (await pictures(page, peer)).map(({ width }) => width > 0)).toEqual(Array(count).fill(true))
  const before = await pictures(page, peer)
  await expect.poll(async () => (await pictures(page, peer)).map(({ time, decoded }, index) => time > before[index]!.time && decoded > before[index]!.decoded + 5))
    .toEqual(Array(count).fill(true))
}

/** How many samples of the peer's sound were decoded, apart from those that stand for lost ones. */
function samples({ page }: RoomPage, peer: RoomPage): Promise<number> {
  return page.evaluate(async (peer) => {
    const reports = [...(await notes.room.peers.get(peer)?.connection?.getStats() ?? new Map()).values()] as RTCInboundRtpStreamStats[]
    return reports.filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio')
      .reduce((sum, { totalSamplesReceived = 0, concealedSamples = 0 }) => sum + totalSamplesReceived - concealedSamples, 0)
  }, peer.self)
}

for (const order of ORDERS) {
  test(`${order.join(', then ')}: sound and pictures go both ways; a stream comes later, and one goes`, async ({ pair }) => {
    const pages = await pair(order)
    const ways = [pages, [...pages].reverse()] as [RoomPage, RoomPage][]
    await test.step('both begin at the same moment', async () => {
      await Promise.all(pages.map((page) => give(page, 'first', { audio: true, video: true })))
      for (const [page, peer] of ways) {
        await expect.poll(() => streams(page, peer)).toEqual(['audio video'])
        await expectMoving(page, peer)
        await expect.poll(() => samples(page, peer)).toBeGreaterThan(SECOND)
      }
    })
    await test.step('another stream of each comes later', async () => {
      for (const [page, peer] of ways) {
        await give(peer, 'second', { video: true })
        await expect.poll(() => streams(page, peer)).toEqual(['audio video', 'video'])
        await expectMoving(page, peer, 2)
      }
    })
    await test.step('the first goes, the other stays', async () => {
      for (const [page, peer] of ways) {
        await takeBack(peer, 'first')
        await expect.poll(() => streams(page, peer)).toEqual(['video'])
        await expectMoving(page, peer)
      }
    })
    await test.step('sound comes back', async () => {
      for (const [page, peer] of ways) {
        await give(peer, 'third', { audio: true })
        await expect.poll(() => streams(page, peer)).toEqual(['audio', 'video'])
        await expectMoving(page, peer)
        const before = await samples(page, peer)
        await expect.poll(() => samples(page, peer)).toBeGreaterThan(before + SECOND)
      }
    })
    for (const page of pages) expect([await page.notes('errors'), await page.notes('closed')]).toEqual([[], []])
  })
}
