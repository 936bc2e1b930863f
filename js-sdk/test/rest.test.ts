import { expect, test } from 'vitest'
import { newRoomId } from '../src/index.js'
import { Itinerary } from '../src/itinerary.js'
import { Signaling } from '../src/signaling.js'
import { eventStreams } from '../src/streams.js'
import { Network } from '../src/testing/network.js'
import { webSocketTransport } from '../src/websocket.js'
import { FakeClock, settle } from './time.js'

const LONG = 60_000

/** Signaling that has joined a room at the only node. */
async function joined(): Promise<{ clock: FakeClock; network: Network; signaling: Signaling }> {
  const clock = new FakeClock()
  const network = new Network(clock)
  const signaling = new Signaling({
    clock, room: newRoomId(), backoff: () => 100,
    itinerary: new Itinerary(['http://one.example']),
    transports: { websocket: webSocketTransport(network.webSocket), sse: eventStreams(network.fetch, clock) },
    purse: () => Promise.reject(new Error('there is none')),
  })
  signaling.start()
  await clock.until(() => signaling.connected)
  return { clock, network, signaling }
}

test('who rests stays away when the page is seen again', async () => {
  const { clock, network, signaling } = await joined()
  signaling.rest()
  signaling.wake()
  await clock.pass(LONG)
  expect(network.attempts).toHaveLength(1)
  signaling.start()
  await clock.until(() => signaling.connected)
  signaling.close()
})

test('who rests stays away from a node that was to be left for another one', async () => {
  const { clock, network, signaling } = await joined()
  network.broadcast({ type: 'drain', delay: 700 })
  await settle()
  signaling.rest()
  await clock.pass(LONG)
  expect(network.attempts).toHaveLength(1)
  signaling.close()
  expect(clock.waiting).toBe(0)
})

test('who has rested and can\'t come back tries at once when the page is seen again', async () => {
  const { clock, network, signaling } = await joined()
  signaling.rest()
  network.trouble.set('one.example', 'down')
  signaling.start()
  await clock.until(() => network.attempts.length === 2)
  await settle()
  network.trouble.set('one.example', 'none')
  signaling.wake()
  await settle()
  expect(signaling.connected).toBe(true)
  signaling.close()
})
