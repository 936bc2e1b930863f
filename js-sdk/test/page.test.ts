import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchPage } from '../src/page.js'

let page: EventTarget & { hidden: boolean }
let heard: string[]
let end: AbortController

beforeEach(() => {
  page = Object.assign(new EventTarget(), { hidden: false })
  heard = []
  end = new AbortController()
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
})
afterEach(() => vi.unstubAllGlobals())

const watch = (leaving = (): void => void heard.push('leaving')): void => watchPage(() => heard.push('awake'), leaving, end.signal)
const hide = (persisted: boolean): boolean => page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted }))

test('a page that can be seen again, or has its network back, is awake; one that was hidden is not', () => {
  watch()
  page.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('online'))
  page.hidden = true
  page.dispatchEvent(new Event('visibilitychange'))
  expect(heard).toEqual(['awake', 'awake'])
})

test('a page that goes for good says so, and one that the browser keeps does not', () => {
  watch()
  hide(true)
  expect(heard).toEqual([])
  hide(false)
  expect(new Set(heard)).toEqual(new Set(['leaving']))
})

test('a page that goes says so even if the browser ends the first listener before it has spoken', () => {
  let calls = 0
  watch(() => { if (++calls > 1) heard.push('leaving') })
  hide(false)
  expect(heard).toEqual(['leaving'])
})

test('after the end nothing is heard', () => {
  watch()
  end.abort()
  page.dispatchEvent(new Event('online'))
  hide(false)
  expect(heard).toEqual([])
})

test('outside of pages nothing is watched', () => {
  vi.stubGlobal('document', undefined)
  watch()
  hide(false)
  expect(heard).toEqual([])
})
