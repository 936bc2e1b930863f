import { expect, test, type BrowserContext } from '@playwright/test'
import type { Devices, ScreenShare } from '../../js-sdk/src/devices/index.js'
import type { LinkStats } from '../../js-sdk/src/stats.js'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { meshed, newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

/** What a page is told of others' streams. */
interface Heard { readonly tracks: [kind: string, stream: string, metadata: unknown][]; readonly metadata: unknown[]; readonly ended: string[]; negotiations: number }

declare global {
  var heard: Heard
  var own: MediaStream
  var devices: Devices
  var screenShared: ScreenShare
}

const [first, second] = cluster.urls as [string, string]

// Three cameras, and a user who says yes. The second one has pictures of depths, which nobody is sent.
test.use({ launchOptions: chromium(LOOPBACK, '--use-fake-device-for-media-stream=device-count=3', '--use-fake-ui-for-media-stream') })
test.setTimeout(90_000)

/** Two pages that are linked; the second notes what it is told of streams. */
async function pair(context: BrowserContext): Promise<[giver: RoomPage, taker: RoomPage]> {
  const room = newRoom()
  const pages = [await RoomPage.open(context, first), await RoomPage.open(context, second)] as [RoomPage, RoomPage]
  for (const page of pages) await page.join(room)
  await meshed(pages)
  await pages[1].page.evaluate(() => {
    const heard: Heard = globalThis.heard = { tracks: [], metadata: [], ended: [], negotiations: 0 }
    notes.room.on('track', (track, stream, _, metadata) => heard.tracks.push([track.kind, stream.id, metadata]))
    notes.room.on('metadata', (metadata) => heard.metadata.push(metadata))
    notes.room.on('ended', (stream) => heard.ended.push(stream.id))
    for (const { connection } of notes.room.peers.values()) connection?.addEventListener('signalingstatechange', () => heard.negotiations++)
  })
  return pages
}

const told = ({ page }: RoomPage): Promise<Heard> => page.evaluate(() => heard)

/** The kinds of the tracks that the page is sent in each stream. */
function streams({ page }: RoomPage): Promise<string[]> {
  return page.evaluate(() => [...notes.room.peers.values()].flatMap(({ streams }) => streams.map((stream) => stream.getTracks().map(({ kind }) => kind).sort().join(' '))))
}

function stats({ page }: RoomPage): Promise<LinkStats | undefined> {
  return page.evaluate(() => [...notes.room.peers.values()][0]?.stats())
}

/** Pictures go on coming: more of them are decoded than were. */
async function expectPictures(taker: RoomPage): Promise<void> {
  const decoded = async (): Promise<number> => (await stats(taker))?.media.reduce((sum, { kind, direction, frames = 0 }) => sum + (kind === 'video' && direction === 'received' ? frames : 0), 0) ?? 0
  const before = await decoded()
  await expect.poll(decoded).toBeGreaterThan(before + 10)
}

test('a stream comes with its metadata; its tracks come, go and are replaced while it flows', async ({ context }) => {
  const [giver, taker] = await pair(context)
  const id = await giver.page.evaluate(async () => {
    globalThis.own = await navigator.mediaDevices.getUserMedia({ video: true })
    notes.room.addStream(own, { metadata: { kind: 'camera' } })
    return own.id
  })
  await expect.poll(async () => (await told(taker)).tracks).toEqual([['video', id, { kind: 'camera' }]])
  await expectPictures(taker)

  await test.step('a microphone is added, and taken out again', async () => {
    await giver.page.evaluate(async () => {
      const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks() as [MediaStreamTrack]
      own.addTrack(microphone)
      await notes.room.addTrack(microphone, own)
    })
    await expect.poll(() => streams(taker)).toEqual(['audio video'])
    await giver.page.evaluate(async () => {
      const [microphone] = own.getAudioTracks() as [MediaStreamTrack]
      await notes.room.removeTrack(microphone, own)
      microphone.stop()
    })
    await expect.poll(() => streams(taker)).toEqual(['video'])
  })
  await test.step('a picture that is drawn takes the place of the camera, without negotiation', async () => {
    const { negotiations } = await told(taker)
    await giver.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
      const drawing = canvas.getContext('2d') as CanvasRenderingContext2D
      const draw = (time: number): void => {
        drawing.fillStyle = `hsl(${time / 10 % 360} 80% 50%)`
        drawing.fillRect(0, 0, 64, 48)
        requestAnimationFrame(draw)
      }
      draw(0)
      const [drawn] = canvas.captureStream().getVideoTracks() as [MediaStreamTrack]
      const [camera] = own.getVideoTracks() as [MediaStreamTrack]
      await notes.room.replaceTrack(camera, drawn)
      camera.stop()
    })
    await giver.page.bringToFront()
    await expect.poll(async () => (await stats(taker))?.media.map(({ width, height }) => [width, height])).toContainEqual([64, 48])
    expect((await told(taker)).negotiations).toBe(negotiations)
  })
  await test.step('what is said about it changes, and it ends', async () => {
    await giver.page.evaluate(() => notes.room.addStream(own, { metadata: { kind: 'drawing' } }))
    await expect.poll(async () => (await told(taker)).metadata).toEqual([{ kind: 'drawing' }])
    await giver.page.evaluate(() => notes.room.removeStream(own))
    await expect.poll(async () => (await told(taker)).ended).toEqual([id])
  })
  expect([await giver.notes('errors'), await taker.notes('errors')]).toEqual([[], []])
})

test('another camera takes the place of the first in the same stream, and closing the devices ends it', async ({ context }) => {
  const [giver, taker] = await pair(context)
  const cameras = await giver.page.evaluate(async () => {
    const { openDevices } = await import(`${location.origin}/sdk/almenara-devices.js`) as typeof import('../../js-sdk/src/devices/index.js')
    globalThis.devices = await openDevices({ audio: true, video: true }, { rooms: [notes.room] })
    notes.room.addStream(devices.stream, { metadata: 'camera' })
    return (await devices.list()).filter(({ kind }) => kind === 'video').map(({ id }) => id)
  })
  expect(cameras).toHaveLength(3)
  await expect.poll(() => streams(taker)).toEqual(['audio video'])
  await expectPictures(taker)
  const { negotiations } = await told(taker)

  const using = (): Promise<string | undefined> => giver.page.evaluate(() => devices.device('video')?.id)
  const other = cameras[2] as string
  expect(await using()).toBe(cameras[0])
  await giver.page.evaluate((id) => devices.use('video', id), other)
  expect(await using()).toBe(other)
  const sent = await giver.page.evaluate(() => [...notes.room.peers.values()].flatMap(({ connection }) => connection?.getSenders().flatMap(({ track }) => track?.getSettings().deviceId ?? []) ?? []))
  expect(sent).toContain(other)
  await expectPictures(taker)
  const after = await told(taker)
  expect([after.negotiations, after.tracks.length, await streams(taker)]).toEqual([negotiations, 2, ['audio video']])

  await giver.page.evaluate(() => devices.close())
  await expect.poll(async () => (await told(taker)).ended).toHaveLength(1)
  expect(await giver.page.evaluate(() => devices.stream.getTracks().map(({ readyState }) => readyState))).toEqual(['ended', 'ended'])
})

test('a screen is seen until it is closed', async ({ context }) => {
  const [giver, taker] = await pair(context)
  await giver.page.evaluate(async () => {
    const { openScreen } = await import(`${location.origin}/sdk/almenara-devices.js`) as typeof import('../../js-sdk/src/devices/index.js')
    globalThis.screenShared = await openScreen({ rooms: [notes.room] })
    notes.room.addStream(screenShared.stream, { metadata: 'screen' })
  })
  await expect.poll(async () => (await told(taker)).tracks.map(([kind, , metadata]) => [kind, metadata])).toEqual([['video', 'screen']])
  await expect.poll(async () => (await stats(taker))?.media.some(({ frames = 0 }) => frames > 0)).toBe(true)
  await giver.page.evaluate(() => screenShared.close())
  await expect.poll(async () => (await told(taker)).ended).toHaveLength(1)
})

test('the figures of a link tell its path, what it has carried, and since when', async ({ context }) => {
  const [giver, taker] = await pair(context)
  await giver.send('x'.repeat(10_000), taker.self)
  await expect.poll(async () => (await stats(taker))?.channel.bytesReceived).toBeGreaterThanOrEqual(10_000)
  await expect.poll(() => stats(taker)).toMatchObject({ restarts: 0, path: { kind: 'direct', protocol: 'udp' }, media: [], since: expect.any(Number), roundTrip: expect.any(Number) })
  expect((await stats(taker))?.received.bytes).toBeGreaterThanOrEqual(10_000)
})

test('a page that may have one connection has one link, says why there is no other, and has it when the first is gone', async ({ context }) => {
  const room = newRoom()
  const [lone, ...others] = await Promise.all([first, second, first].map((node) => RoomPage.open(context, node))) as [RoomPage, ...RoomPage[]]
  await lone.join(room, { maxConnections: 1, pool: false })
  for (const page of others) await page.join(room, { pool: false })
  await expect.poll(() => lone.links()).toHaveLength(1)
  const [linked] = await lone.links()
  const one = others.find(({ self }) => self === linked) as RoomPage
  const other = others.find(({ self }) => self !== linked) as RoomPage
  await expect.poll(() => lone.notes('errors')).toEqual([expect.stringMatching(`^too-many-connections: .*${other.self}`)])
  await one.leave()
  await expect.poll(() => lone.links(), { timeout: 30_000 }).toEqual([other.self])
})
