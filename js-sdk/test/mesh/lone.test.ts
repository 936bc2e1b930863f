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
