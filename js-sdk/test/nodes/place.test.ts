import { expect, test } from 'vitest'
import { MOST_MEMBERS } from '../../src/nodes/roaminglimits.js'
import { HOSTS, Roamers } from './roamers.js'

const [ONE] = HOSTS as [string]

const peer = (number: number): string => `${number}`.padStart(26, 'a')

test.each([[MOST_MEMBERS, MOST_MEMBERS], [MOST_MEMBERS + 1, MOST_MEMBERS]])('of %i members that a node names at the start %i are believed', async (named, believed) => {
  const world = Roamers.open()
  world.at(ONE).members = () => Array.from({ length: named }, (_, number) => ({ peer: peer(number) }))
  const { room } = world.enter([ONE], { connect: false })
  await world.clock.until(() => room.state === 'joined')
  expect(room.peers.size).toBe(believed)
})

test('of those who come to a room at a node a thousand are members, and not one more', async () => {
  const world = Roamers.open()
  const { room } = world.enter(HOSTS, { connect: false })
  await world.clock.until(() => room.state === 'joined')
  const served = world.at(ONE)
  const come = (number: number): void => served.append({ type: 'peer-joined', offset: 0, peer: peer(number) }, () => true)
  for (let number = 0; number < MOST_MEMBERS; number++) come(number)
  await world.clock.until(() => room.peers.size === MOST_MEMBERS)
  come(MOST_MEMBERS)
  await world.clock.pass(1_000)
  expect(room.peers.size).toBe(MOST_MEMBERS)
  served.append({ type: 'peer-left', offset: 0, peer: peer(0), reason: 'left' }, () => true)
  come(MOST_MEMBERS + 1)
  await world.clock.until(() => room.peers.has(peer(MOST_MEMBERS + 1)))
  expect(room.peers.size).toBe(MOST_MEMBERS)
})
