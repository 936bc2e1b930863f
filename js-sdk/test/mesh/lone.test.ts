import { expect, test } from 'vitest'
import { settle } from '../time.js'
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
  const { mesh, peers } = new LoneMesh()
  for (let count = 0; count < 63; count++) peers.set(`stranger${count}`, { id: `stranger${count}` })
  expect(mesh.welcomes('x', true)).toBe(true)
  peers.set('stranger63', { id: 'stranger63' })
  expect(mesh.welcomes('x', true)).toBe(false)
  mesh.unlinked('stranger0')
  peers.delete('stranger0')
  expect(mesh.welcomes('x', true)).toBe(true)
})
