import { expect, test } from 'vitest'
import { newRoomId } from '../../src/ids.js'
import type { Progress, Work } from '../../src/pow/index.js'
import type { Platform } from '../../src/pow/platform.js'
import { Tasks } from '../../src/pow/solver.js'
import { type Errand, inline } from '../../src/pow/thread.js'
import { price, target } from '../../src/pow/work.js'
import { wasm } from '../../scripts/wasm.mjs'
import { effort, faults, quote } from './payment.js'

/** A platform without threads, whose page can be hidden, whose clock can be turned, and that notes every errand. */
class Stage implements Platform {
  threads = 3
  time = 0
  isHidden = false
  failing: 'none' | 'first' | 'all' | 'forbidden' = 'none'
  module: WebAssembly.Module | undefined = new WebAssembly.Module(wasm('scalar'))
  readonly errands: Errand[] = []
  started = 0
  compiled = 0
  closed = 0
  #changed = (): void => {}

  readonly now = (): number => this.time
  readonly salt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(8))
  readonly hidden = (): boolean => this.isHidden
  readonly watch = (changed: () => void): void => { this.#changed = changed }

  async compile(): Promise<WebAssembly.Module | undefined> {
    this.compiled++
    return this.module
  }

  readonly start: Platform['start'] = (setup, listener) => {
    if (this.failing === 'forbidden') throw new Error('no workers here')
    const isFailing = this.failing === 'all' || this.failing === 'first' && this.started === 0
    this.started++
    const thread = inline(setup, listener)
    return {
      post: (errand) => {
        this.errands.push(errand)
        if (isFailing) setTimeout(() => listener.failed())
        else thread.post(errand)
      },
      close: () => {
        this.closed++
        thread.close()
      },
    }
  }

  show(isVisible: boolean): void {
    this.isHidden = !isVisible
    this.#changed()
  }
}

function work(price = 20_000, more: Partial<Work> = {}): Work {
  return { quote: quote(price), action: 'post', room: newRoomId(), subject: 'abcdefghijklmnopqrstuvwxyz', body: '{"type":"signal"}', ...more }
}

/** A task of the event loop has passed, and all that stood before it. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

const ENDLESS = 2 ** 24

test('a payment is good for every action, with and without room and subject, text and bytes', async () => {
  const solver = new Tasks(new Stage())
  for (const action of ['post', 'join', 'claim', 'token', 'dht-put'] as const) {
    for (const more of [{}, { room: undefined, subject: undefined }, { body: new Uint8Array([0, 255, 1]) }, { body: 'größe 💡' }]) {
      const paid = work(1_000, { action, ...more })
      expect(faults(await solver.solve(paid), paid)).toEqual([])
    }
  }
  solver.close()
})

test('a hundred payments at once hold no nonce twice and none out of order', async () => {
  const solver = new Tasks(new Stage())
  const works = Array.from({ length: 100 }, (_, index) => work(1 + 97 * index))
  const payments = await Promise.all(works.map((each) => solver.solve(each)))
  expect(payments.flatMap((payment, index) => faults(payment, works[index]!))).toEqual([])
  expect(new Set(payments).size).toBe(100)
  solver.close()
})

test.each([0, 1, 15, 16, 17])('a price of %i is paid, for the smallest of them every hash will do', async (effort) => {
  const solver = new Tasks(new Stage())
  const paid = work(effort)
  expect(faults(await solver.solve(paid), paid)).toEqual([])
  solver.close()
})

test('the target is the product saturated at 64 bits', () => {
  const most = { high: 0xffffffff, low: 0xffffffff }
  expect([0, 1, 15, 16].map(target)).toEqual([most, most, most, most])
  const value = (2n ** 64n - 1n) * 16n / 17n
  expect(target(17)).toEqual({ high: Number(value >> 32n), low: Number(value & 0xffffffffn) })
  expect(target(2 ** 24)).toEqual({ high: 0x0000_0fff, low: 0xffffffff })
})

test('the price follows the action and the size of the body, up to 2^24', () => {
  const most = 'x'.repeat(16_384)
  const works = [
    work(100), work(100, { action: 'join' }), work(100, { action: 'token' }), work(100, { action: 'dht-put' }), work(100, { action: 'claim' }),
    work(100, { body: most }), work(100, { body: `${most}x` }), work(100, { body: most.replace('x', 'ü') }),
    work(100, { messages: 16 }), work(100, { messages: 17 }), work(100, { messages: 33, action: 'join', body: `${most}x` }),
    work(2 ** 24), work(2 ** 24 - 1, { action: 'join' }), work(2 ** 32 - 1, { action: 'dht-put' }),
  ]
  expect(works.map(price)).toEqual([100, 400, 1600, 3200, 100, 100, 200, 200, 100, 200, 1200, 2 ** 24, 2 ** 24, 2 ** 24])
  expect(works.map(price)).toEqual(works.map(effort))
})

test('what cannot be paid is told at once', () => {
  const solver = new Tasks(new Stage())
  const wrong: [string, Partial<Work>][] = [
    ['misuse', { action: 'wave' as 'post' }], ['misuse', { room: 'lobby' }], ['misuse', { messages: 0 }], ['misuse', { messages: 1.5 }],
    ['bad-message', { quote: '' }], ['bad-message', { quote: quote(1).slice(1) }], ['bad-message', { quote: `${quote(1).slice(1)}+` }],
    ['bad-message', { quote: quote(1, { version: 2 }) }], ['bad-message', { quote: quote(1, { algorithm: 2 }) }],
  ]
  for (const [code, more] of wrong) {
    expect(() => solver.solve(work(1, more)), JSON.stringify(more)).toThrow(expect.objectContaining({ code }))
    expect(() => solver.presolve(work(1, more))).toThrow(expect.objectContaining({ code }))
  }
  solver.close()
})

test('an abort ends the work, and no more of it is handed out', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  const abort = new AbortController()
  const promise = solver.solve(work(ENDLESS), { signal: abort.signal })
  await expect.poll(() => stage.errands.length).toBeGreaterThan(10)
  abort.abort('enough')
  await expect(promise).rejects.toMatchObject({ name: 'AlmenaraError', code: 'aborted', cause: 'enough' })
  const handedOut = stage.errands.length
  const next = work(1_000)
  expect(faults(await solver.solve(next), next)).toEqual([])
  const [first] = stage.errands
  expect(stage.errands.slice(handedOut).filter(({ job }) => job === first?.job)).toEqual([])
  await expect(solver.solve(next, { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' })
  solver.close()
})

test('blocks never overlap, whoever searches them', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  await solver.solve(work(300_000))
  const blocks = stage.errands.map(({ block }) => block).sort((one, other) => one.start - other.start)
  blocks.forEach(({ start, count }, index) => {
    const before = blocks[index - 1]
    expect(start).toBe(before ? before.start + before.count : 0)
    expect([count > 0, count % 4]).toEqual([true, 0])
  })
  solver.close()
})

test('progress grows to the end and tells what is expected', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  const seen: Progress[] = []
  await solver.solve(work(100_000), { onProgress: (progress) => { seen.push(progress); stage.time += 50 } })
  const dones = seen.map(({ done }) => done)
  expect(seen.length).toBeGreaterThan(0)
  expect(dones).toEqual(dones.toSorted((one, other) => one - other))
  expect(seen.every(({ expected }) => expected === 100_000)).toBe(true)
  expect(seen.at(-1)).toMatchObject({ found: 16 })
  solver.close()
})

test('work rests while the page is hidden, unless it is told to go on', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  stage.show(false)
  const resting = work(1_000)
  const promise = solver.solve(resting)
  const urgent = work(1_000)
  expect(faults(await solver.solve(urgent, { whileHidden: true }), urgent)).toEqual([])
  expect(new Set(stage.errands.map(({ job }) => job)).size).toBe(1)
  stage.show(true)
  expect(faults(await promise, resting)).toEqual([])
  solver.close()
})

test('what was begun ahead is taken over once', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  const soon = work(5_000)
  solver.presolve(soon)
  solver.presolve(soon)
  const other = work(1_000)
  await solver.solve(other)
  await expect.poll(() => stage.errands.some(({ job }) => job === 1)).toBe(true)
  const first = await solver.solve(soon)
  expect(new Set(stage.errands.map(({ job }) => job))).toEqual(new Set([1, 2]))
  const second = await solver.solve({ ...soon })
  expect([faults(first, soon), faults(second, soon), first === second]).toEqual([[], [], false])
  solver.close()
})

test('work that somebody waits for comes before what was begun ahead', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  solver.presolve(work(ENDLESS))
  await expect.poll(() => stage.errands.length).toBeGreaterThan(3)
  const begun = stage.errands.length
  await solver.solve(work(200_000))
  const [first, ...later] = stage.errands.slice(begun).map(({ job }) => job)
  expect([first, ...later].filter((job) => job === 1).length).toBeLessThanOrEqual(6)
  solver.close()
})

test('what was begun ahead is dropped when its quote is out of date, and the oldest when there are more than four', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  const works = Array.from({ length: 5 }, () => work(ENDLESS))
  works.forEach((each) => solver.presolve(each))
  await expect.poll(() => stage.errands.length).toBeGreaterThan(3)
  expect(new Set(stage.errands.map(({ job }) => job))).toEqual(new Set([2]))
  stage.time = 60_000
  await expect.poll(async () => {
    const before = stage.errands.length
    await turn()
    return stage.errands.length - before
  }).toBe(0)
  solver.close()
})

test('a thread that fails is done without, and without any the work is done on the page', async () => {
  for (const failing of ['first', 'all', 'forbidden'] as const) {
    const stage = new Stage()
    stage.failing = failing
    const solver = new Tasks(stage)
    const paid = work(10_000)
    expect(faults(await solver.solve(paid), paid), failing).toEqual([])
    solver.close()
  }
})

test('without a module the work is done in JavaScript, and what does not work as a module counts as none', async () => {
  for (const module of [undefined, new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))]) {
    const stage = new Stage()
    stage.module = module
    const solver = new Tasks(stage)
    const paid = work(10_000)
    expect(faults(await solver.solve(paid), paid)).toEqual([])
    solver.close()
  }
})

test('nothing is started before the first work, the module is compiled once, and closing ends it all', async () => {
  const stage = new Stage()
  const solver = new Tasks(stage)
  expect([stage.compiled, stage.started]).toEqual([0, 0])
  await Promise.all([solver.solve(work(100)), solver.solve(work(100))])
  expect([stage.compiled, stage.started]).toEqual([1, 3])
  const promise = solver.solve(work(ENDLESS))
  solver.close()
  solver.close()
  await expect(promise).rejects.toMatchObject({ code: 'closed' })
  await expect(solver.solve(work(100))).rejects.toMatchObject({ code: 'closed' })
  expect(stage.closed).toBe(3)
})
