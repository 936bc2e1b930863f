import { expect, test } from 'vitest'
import { type Asked, type Devices, type DevicesOptions, listDevices, openDevices } from '../../src/devices/index.js'
import type { Room } from '../../src/index.js'
import { settle } from '../time.js'
import { only, record, World } from '../world.js'
import { FakeDevices } from './fakedevices.js'

async function open(fake: FakeDevices, asked: Asked = { audio: true, video: true }, options: DevicesOptions = {}): Promise<Devices> {
  return openDevices(asked, { mediaDevices: fake.media, ...options })
}

/** What the devices tell, in words. */
function told(devices: Devices): string[] {
  const list: string[] = []
  devices.on('change', ({ kind, device, why }) => void list.push(`${kind}: ${device?.id ?? 'none'}, ${why}`))
  devices.on('error', ({ code }) => void list.push(code))
  return list
}

const labels = (devices: Devices): string[] => devices.stream.getTracks().map(({ label }) => label)

/** A room with one peer that gets the stream. */
async function sending(devices: Devices): Promise<{ room: Room; sent(): (string | undefined)[] }> {
  const [room] = await new World().pair()
  room.addStream(devices.stream)
  devices.rooms.add(room)
  await settle()
  return { room, sent: () => only(room).connection?.getSenders().map(({ track }) => track?.label) ?? [] }
}

test('microphone and camera are opened by one question, and told with their labels', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake)
  expect(fake.asked).toEqual([{ audio: true, video: true }])
  expect(labels(devices)).toEqual(['the microphone', 'the camera'])
  expect([devices.device('audio'), devices.device('video')]).toEqual([
    { id: 'microphone', kind: 'audio', label: 'the microphone' }, { id: 'camera', kind: 'video', label: 'the camera' },
  ])
  expect(await devices.list()).toEqual(await listDevices(fake.media))
  expect((await devices.list()).map(({ id, kind }) => [kind, id])).toEqual(fake.there)
})

test('another camera takes the place of the first in every room, without negotiation, and stays muted', async () => {
  const devices = await open(new FakeDevices())
  const rooms = [await sending(devices), await sending(devices)]
  const descriptions = rooms.map(({ room }) => only(room).connection?.localDescription)
  const heard = told(devices)
  for (const track of devices.stream.getTracks()) track.enabled = false
  const stream = devices.stream
  const [, old] = stream.getTracks()
  await devices.use('video', 'webcam')
  for (const { sent } of rooms) expect(sent()).toEqual(['the microphone', 'the webcam'])
  expect(rooms.map(({ room }) => only(room).connection?.localDescription)).toEqual(descriptions)
  expect([devices.stream, labels(devices)]).toEqual([stream, ['the microphone', 'the webcam']])
  expect(devices.stream.getTracks().map(({ enabled }) => enabled)).toEqual([false, false])
  expect(old?.readyState).toBe('ended')
  expect(heard).toEqual(['video: webcam, chosen'])
})

test('a device that is not there is refused, and the one in use goes on', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake)
  const heard = told(devices)
  await expect(devices.use('video', 'periscope')).rejects.toMatchObject({ name: 'AlmenaraError', code: 'no-device' })
  expect([fake.live, heard]).toEqual([['the microphone', 'the camera'], []])
  await expect((await open(fake, { audio: true })).use('video', 'camera')).rejects.toMatchObject({ code: 'misuse' })
})

test('a device that is unplugged is replaced by another one, and comes back when it is there again', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake, { video: { deviceId: 'webcam', height: 720 } })
  const { sent } = await sending(devices)
  const heard = told(devices)
  fake.unplug('webcam')
  await settle()
  expect(sent()).toEqual(['the camera'])
  expect(fake.asked.at(-1)).toEqual({ video: { height: 720 } })
  fake.plug('video', 'webcam')
  await settle()
  expect(sent()).toEqual(['the webcam'])
  expect(fake.live).toEqual(['the webcam'])
  expect(heard).toEqual(['video: camera, unplugged', 'video: webcam, returned'])
})

test('what was not chosen stays when another device is plugged in', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake)
  const lists: number[] = []
  devices.on('list', (list) => void lists.push(list.length))
  const heard = told(devices)
  fake.plug('audio', 'headset')
  await settle()
  expect([lists, heard, fake.live]).toEqual([[4], [], ['the microphone', 'the camera']])
})

test('when the only device is unplugged that is told, and the next one that comes is taken', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake)
  const { sent } = await sending(devices)
  const heard = told(devices)
  fake.unplug('microphone')
  await settle()
  expect(heard[0]).toBe('audio: none, unplugged')
  expect(devices.device('audio')).toBeUndefined()
  fake.plug('audio', 'headset')
  await settle()
  expect(heard.at(-1)).toBe('audio: headset, unplugged')
  expect(sent()).toEqual(['the headset', 'the camera'])
})

test('a permission that is taken back is told as an error', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake, { video: true })
  const heard = told(devices)
  fake.refusals = ['NotAllowedError']
  fake.end(fake.tracks[0]!)
  await settle()
  expect(heard).toEqual(['not-allowed'])
})

test('a phone, whose cameras can not be open together, switches all the same, and keeps the first if the second fails', async () => {
  const fake = new FakeDevices()
  fake.phone = true
  const devices = await open(fake, { video: true })
  const { sent } = await sending(devices)
  await devices.use('video', 'webcam')
  expect([sent(), fake.live]).toEqual([['the webcam'], ['the webcam']])
  const heard = told(devices)
  fake.refusals = ['NotReadableError', 'NotReadableError']
  await expect(devices.use('video', 'camera')).rejects.toMatchObject({ code: 'device-busy' })
  await settle()
  expect(heard).toEqual(['video: webcam, returned'])
})

test.each([
  ['NotAllowedError', 'not-allowed'], ['SecurityError', 'not-allowed'], ['NotFoundError', 'no-device'], ['NotReadableError', 'device-busy'], ['AbortError', 'device-busy'], ['Nonsense', 'internal'],
])('%s is told as %s, with its cause', async (name, code) => {
  const fake = new FakeDevices()
  fake.refusals = [name]
  await expect(open(fake)).rejects.toMatchObject({ name: 'AlmenaraError', code, cause: { name } })
})

test('nothing asked for, a platform without devices and a signal that was aborted are refused', async () => {
  const fake = new FakeDevices()
  await expect(open(fake, {})).rejects.toMatchObject({ code: 'misuse' })
  await expect(open(fake, { audio: false })).rejects.toMatchObject({ code: 'misuse' })
  await expect(openDevices({ audio: true })).rejects.toMatchObject({ code: 'unsupported' })
  await expect(open(fake, { audio: true }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  expect(fake.tracks).toEqual([])
})

test('closing stops the devices and takes the stream out of the rooms, once; nothing happens after it', async () => {
  const fake = new FakeDevices()
  const controller = new AbortController()
  const devices = await open(fake, { audio: true, video: true }, { signal: controller.signal })
  const { room, sent } = await sending(devices)
  const heard = told(devices)
  controller.abort()
  devices.close()
  await settle()
  expect([fake.live, sent()]).toEqual([[], []])
  fake.plug('video', 'periscope')
  await settle()
  await expect(devices.use('video', 'periscope')).rejects.toMatchObject({ code: 'closed' })
  expect([heard, record(room, 'error')]).toEqual([[], []])
})

test('a device that opens after the end is stopped', async () => {
  const fake = new FakeDevices()
  const devices = await open(fake)
  const switched = devices.use('video', 'webcam')
  await null
  devices.close()
  await expect(switched).rejects.toMatchObject({ code: 'closed' })
  await settle()
  expect(fake.live).toEqual([])
})

test('a room that can not replace the track is reported, and the others do', async () => {
  const devices = await open(new FakeDevices())
  const { sent } = await sending(devices)
  devices.rooms.add({ replaceTrack: () => Promise.reject(new Error('no media')), removeStream: () => {} })
  const heard = told(devices)
  await devices.use('video', 'webcam')
  expect(sent()).toEqual(['the microphone', 'the webcam'])
  expect(heard).toEqual(['internal', 'video: webcam, chosen'])
})
