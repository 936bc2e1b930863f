import { expect, test } from 'vitest'
import { openScreen } from '../../src/devices/index.js'
import { settle } from '../time.js'
import { only, World } from '../world.js'
import { FakeDevices } from './fakedevices.js'

test('a screen that the user ends by the browser is taken out of the rooms, and tells it once', async () => {
  const [room] = await new World().pair()
  const fake = new FakeDevices()
  const screen = await openScreen({ audio: true, rooms: [room], mediaDevices: fake.media })
  let ended = 0
  screen.on('ended', () => ended++)
  room.addStream(screen.stream, { metadata: { kind: 'screen' } })
  await settle()
  expect(only(room).connection?.getSenders()).toHaveLength(2)
  fake.end(fake.tracks[1]!)
  screen.close()
  await settle()
  expect(only(room).connection?.getSenders()).toEqual([])
  expect([fake.live, ended]).toEqual([[], 1])
})

test('a screen ends by its signal, and by close', async () => {
  const fake = new FakeDevices()
  const controller = new AbortController()
  const screens = [await openScreen({ mediaDevices: fake.media, signal: controller.signal }), await openScreen({ mediaDevices: fake.media })]
  const ended: number[] = []
  screens.forEach((screen, index) => screen.on('ended', () => void ended.push(index)))
  controller.abort()
  expect(ended).toEqual([0])
  screens[1]?.close()
  expect([ended, fake.live]).toEqual([[0, 1], []])
})

test('a choice that was called off, and a platform that shows no screen, are told as such', async () => {
  const fake = new FakeDevices()
  fake.refusals = ['NotAllowedError']
  await expect(openScreen({ mediaDevices: fake.media })).rejects.toMatchObject({ name: 'AlmenaraError', code: 'not-allowed' })
  await expect(openScreen({ mediaDevices: {} as MediaDevices })).rejects.toMatchObject({ code: 'unsupported' })
  await expect(openScreen({ mediaDevices: fake.media, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  expect(fake.tracks).toEqual([])
})
