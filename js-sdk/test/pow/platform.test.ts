import { afterEach, expect, test, vi } from 'vitest'
import { platform } from '../../src/pow/platform.js'

afterEach(() => { vi.unstubAllGlobals() })

test.each([[1, 1], [2, 1], [3, 2], [4, 3], [5, 4], [64, 4]])('of %i cores %i search', (cores, threads) => {
  vi.stubGlobal('navigator', { hardwareConcurrency: cores })
  expect(platform.threads).toBe(threads)
})

test('one thread is enough where the user saves data', () => {
  vi.stubGlobal('navigator', { hardwareConcurrency: 64, connection: { saveData: true } })
  expect(platform.threads).toBe(1)
})

test('a platform that does not tell its cores has one thread, and without a page nothing is hidden', () => {
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('process', {})
  expect([platform.threads, platform.hidden()]).toEqual([1, false])
})

test('each salt is new', () => {
  const salts = Array.from({ length: 100 }, () => platform.salt().join())
  expect(new Set(salts).size).toBe(100)
})
