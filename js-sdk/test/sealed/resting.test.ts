import { expect, test } from 'vitest'
import { Itinerary } from '../../src/itinerary.js'
import { resolve } from '../../src/options.js'
import { newSecret } from '../../src/seal/index.js'
import { createSealing } from '../../src/seal/sealing.js'
import { Signaling } from '../../src/signaling.js'
import { eventStreams } from '../../src/streams.js'
import { Network } from '../../src/testing/network.js'
import { Toll } from '../../src/testing/toll.js'
import { webSocketTransport } from '../../src/websocket.js'
import { quiet } from '../nodes/cryptography.js'
import { effort, faults } from '../pow/payment.js'
import { FakeClock } from '../time.js'

test('what is to be sealed waits for a node when a room was left for now as soon as it was joined', async () => {
  const clock = new FakeClock(quiet)
  const { fetch, webSocket } = new Network(clock, new Toll({ effort, faults }))
  const secret = newSecret()
  const settings = resolve(secret, { fetch, webSocket, connect: false })
  const sealing = createSealing({
    id: secret, contacts: undefined, overlay: undefined, topology: undefined, keeper: {} as never, nodes: {} as never, room: {} as never, time: clock, rest: () => {}, tell: () => {},
  })
  const signaling = new Signaling({
    ...settings, clock, sealing, itinerary: new Itinerary(['http://one.example']),
    transports: { websocket: webSocketTransport(webSocket), sse: eventStreams(fetch, clock) },
    purse: () => Promise.reject(new Error('there is none')),
  })
  let joins = 0
  signaling.on('joined', () => { if (++joins === 1) signaling.rest() })
  signaling.start()
  await clock.until(() => joins === 1)
  const sealed: unknown[] = []
  void (await sealing).ask({ type: 'signal', data: 'later', id: '1', to: undefined }, async (command) => {
    sealed.push(command)
    return { type: 'ok' }
  })
  await clock.pass(1_000)
  expect(sealed).toEqual([])
  signaling.start()
  await clock.until(() => sealed.length === 1)
  expect(joins).toBe(2)
  await signaling.leave()
})
