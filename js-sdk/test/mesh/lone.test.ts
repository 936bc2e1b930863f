import { expect, test } from 'vitest'
import { settle } from '../time.js'
import { ROUND } from '../../src/overlay/limits.js'
import { LoneMesh } from './host.js'

test('a neighbour that was claimed once more while its link came up is gone with its link', async () => {
  const lone = new LoneMesh()
  const { mesh } = lone
  mesh.linked('x')
  lone.answer({ type: 'ok', offer: 'offer', from: 'x', data: {} })
  await settle()
  expect(lone.begun).toEqual(['x'])
  expect(mesh.spread('{"m":1}')).toBe(1)
  mesh.unlinked('x')
  expect(mesh.spread('{"m":1}')).toBe(0)
})

test('a message that is not signed does not turn what is for its alleged author to who has carried it', async () => {
  const lone = new LoneMesh()
  const { mesh } = lone
  mesh.linked('x')
  lone.receive({ o: 'carry', path: ['y', 'x', 'me'], at: 2, data: '{"link":"any","end":"stale"}' }, 'x')
  await settle()
  expect(lone.heard).toEqual(['y'])
  await mesh.tell({ link: 'mine', candidates: [] }, 'y', () => true)
  expect(lone.posted).toEqual(['y'])
})

test('a link begun by an offer that was carried goes on along its path', async () => {
  const lone = new LoneMesh()
  const { mesh } = lone
  mesh.linked('x')
  lone.receive({ o: 'carry', path: ['y', 'x', 'me'], at: 2, data: '{"link":"its","description":{"type":"offer","sdp":""}}' }, 'x')
  await settle()
  await mesh.tell({ link: 'its', candidates: [] }, 'y', () => true)
  expect(lone.posted).toEqual([])
})

test('no more than 64 links that others have begun are being made at a time', () => {
  const lone = new LoneMesh()
  const { mesh, peers } = lone
  for (let count = 0; count < 63; count++) lone.add(`stranger${count}`)
  expect(mesh.welcomes('x', true)).toBe(true)
  lone.add('stranger63')
  expect(mesh.welcomes('x', true)).toBe(false)
  peers.delete('stranger0')
  mesh.unlinked('stranger0')
  expect(mesh.welcomes('x', true)).toBe(true)
})

test('a link that breaks and may come back is still the one of who has begun it', async () => {
  const lone = new LoneMesh()
  const { mesh, peers } = lone
  for (let count = 0; count < 63; count++) lone.add(`stranger${count}`)
  lone.answer({ type: 'ok', offer: 'offer', from: 'x', data: {} })
  await settle()
  lone.add('x', 'host')
  mesh.unlinked('x')
  expect(mesh.welcomes('y', true)).toBe(true)
  peers.delete('x')
  mesh.unlinked('x')
  lone.add('x')
  expect(mesh.welcomes('y', true)).toBe(false)
})

const CROWD = Array.from({ length: 2_000 }, (_, count) => `member${count}`)

test.each([['who has a link by a relay stays at the node', 'relay', 0], ['who has none leaves a crowded node', 'host', 1]] as const)('%s, where relays are bought and renewed', async (_, local, rests) => {
  const lone = new LoneMesh(CROWD)
  lone.add('member1', local)
  lone.add('member2', 'host')
  lone.add('member3', 'host')
  await lone.time.pass(20 * ROUND)
  expect(lone.rests).toBe(rests)
})
