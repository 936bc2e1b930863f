import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, meet, PHONE, test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

type Place = readonly [across: number, down: number]

/** What the demo's js/strokes.js exports. */
interface Strokes {
  MOST_POINTS: number
  readPart(key: string, value: unknown): { points: [number, number][] } | undefined
  writePart(stroke: object, points: [number, number][]): object
  simplify(points: [number, number][]): [number, number][]
}

const [first, second, third] = cluster.urls as [string, string, string]

test.use({ launchOptions: chromium(LOOPBACK) })

/** Where on the page a part of the board is, 0 to 1 each way. */
async function place(person: DemoPage, [across, down]: Place): Promise<[number, number]> {
  const { x, y, width, height } = await person.id('board').boundingBox() as { x: number; y: number; width: number; height: number }
  return [x + across * width, y + down * height]
}

/** Draws, or erases, by mouse along the places. */
async function drag(person: DemoPage, ...places: Place[]): Promise<void> {
  const { mouse } = person.page
  await mouse.move(...await place(person, places[0] as Place))
  await mouse.down()
  for (const each of places.slice(1)) await mouse.move(...await place(person, each), { steps: 5 })
  await mouse.up()
}

async function choose(person: DemoPage, ...labels: string[]): Promise<void> {
  for (const label of labels) await person.id('board-tools').getByRole('radio', { name: label }).check({ force: true })
}

async function expectStrokes(person: DemoPage, count: number): Promise<void> {
  await expect(person.id('board')).toHaveAttribute('data-strokes', String(count))
}

/** Whether something red is drawn there. */
function isRed(person: DemoPage, [across, down]: Place): Promise<boolean> {
  return person.id('board').evaluate((board: HTMLCanvasElement, [across, down]) => {
    const context = board.getContext('2d') as CanvasRenderingContext2D
    const [red = 0, green = 0, , opaque = 0] = context.getImageData(board.width * across, board.height * down, 1, 1).data
    return opaque > 100 && red > 150 && green < 100
  }, [across, down] as const)
}

test('a stroke is seen by the other and by a late-comer, and outlives who drew it', async ({ visit }) => {
  const [ada, bob] = await meet(visit, [first, second], ['Ada', 'Bob']) as [DemoPage, DemoPage]
  await ada.open('board')
  await choose(ada, 'Red', 'Broad')
  await drag(ada, [0.1, 0.1], [0.5, 0.5], [0.9, 0.5])
  await expectStrokes(bob, 1)
  await expect(bob.id('board-tab')).toHaveAttribute('data-news', 'new')
  await bob.open('board')
  for (const each of [[0.3, 0.3], [0.7, 0.5]] as const) await expect.poll(() => isRed(bob, each)).toBe(true)
  expect(await isRed(bob, [0.7, 0.3])).toBe(false)

  const carl = await visit(`${third}/demo/${new URL(await ada.link()).hash}`)
  await carl.accept('Carl')
  await carl.open('board')
  await expectStrokes(carl, 1)
  await expect.poll(() => isRed(carl, [0.3, 0.3])).toBe(true)
  await ada.id('leave').click()
  await expect(carl.id('people-count')).toHaveText('2')
  await choose(carl, 'Blue')
  await drag(carl, [0.2, 0.8], [0.8, 0.7])
  await expectStrokes(bob, 2)
  await expectStrokes(carl, 2)
  expect(await isRed(carl, [0.7, 0.5])).toBe(true)
  await bob.picture('board')
})

test('everybody takes back and erases their own strokes, and clears the board of all after a question', async ({ visit }) => {
  const [ada, bob] = await meet(visit, [first, second], ['Ada', 'Bob']) as [DemoPage, DemoPage]
  for (const person of [ada, bob]) await person.open('board')
  await drag(bob, [0.5, 0.1], [0.5, 0.9])
  await expectStrokes(ada, 1)
  for (const down of [0.2, 0.4, 0.6]) await drag(ada, [0.2, down], [0.8, down])
  await expectStrokes(bob, 4)

  await test.step('undo takes one\'s own last stroke', async () => {
    await ada.id('board-undo').click()
    await expectStrokes(bob, 3)
  })
  await test.step('the eraser passes by what others drew', async () => {
    await choose(ada, 'Eraser')
    await drag(ada, [0.45, 0.4], [0.55, 0.4])
    await expectStrokes(bob, 2)
    await choose(ada, 'Pen')
  })
  await test.step('one clears what one drew', async () => {
    await ada.id('board-clear-own').click()
    await expectStrokes(bob, 1)
  })
  await test.step('and all, when one says so twice', async () => {
    await ada.id('board-clear-all').click()
    await expectStrokes(ada, 1)
    await ada.page.getByTestId('choose').click()
    await expectStrokes(ada, 0)
    await expectStrokes(bob, 0)
  })
})

test('the board is drawn on with the keyboard and with a finger', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const bob = await visit(await ada.link(), { viewport: PHONE, hasTouch: true })
  await bob.accept('Bob')
  await bob.expectConnectedTo('Ada')
  await ada.id('chat-tab').focus()
  await ada.page.keyboard.press('ArrowRight')
  await expect(ada.id('board-panel')).toBeVisible()
  await expect(ada.id('board-tab')).toBeFocused()
  await choose(ada, 'Red', 'Broad')
  await ada.id('board').focus()
  await ada.page.keyboard.press('Space')
  await expect(ada.id('board-pen')).toHaveText('Pen down at 800, 500')
  for (let step = 0; step < 3; step++) await ada.page.keyboard.press('Shift+ArrowRight')
  await ada.page.keyboard.press('ArrowDown')
  await ada.page.keyboard.press('Space')
  await expect(ada.id('board-pen')).toHaveText('Pen up at 1100, 520')
  await expectStrokes(bob, 1)
  await bob.open('board')
  await expect.poll(() => isRed(bob, [0.6, 0.5])).toBe(true)

  await bob.page.touchscreen.tap(...await place(bob, [0.25, 0.25]))
  await expectStrokes(ada, 2)
  await ada.id('board').focus()
  await ada.page.keyboard.press('Control+z')
  await expectStrokes(bob, 1)
})

test('a long stroke comes in parts that fit into an entry of the shared state', async ({ visit }) => {
  const [ada, bob] = await meet(visit, [first, second], ['Ada', 'Bob']) as [DemoPage, DemoPage]
  for (const person of [ada, bob]) await person.open('board')
  await choose(ada, 'Red', 'Broad')
  const zigzag = Array.from({ length: 320 }, (_, index): Place => [0.05 + index * 0.9 / 319, index % 2 === 0 ? 0.2 : 0.8])
  const [left, top] = await place(ada, [0, 0])
  const [right, bottom] = await place(ada, [1, 1])
  await ada.page.mouse.move(left + zigzag[0]![0] * (right - left), top + zigzag[0]![1] * (bottom - top))
  await ada.page.mouse.down()
  // All at once, so that the browser hands several of them over in one event.
  await Promise.all(zigzag.map(([across, down]) => ada.page.mouse.move(left + across * (right - left), top + down * (bottom - top))))
  await ada.page.mouse.up()
  await expectStrokes(bob, 1)
  for (const across of [0.05, 0.5, 0.94]) {
    await expect.poll(() => bob.id('board').evaluate((board: HTMLCanvasElement, across) => {
      const context = board.getContext('2d') as CanvasRenderingContext2D
      const { data } = context.getImageData(board.width * across, board.height * 0.5, 8, 1)
      return data.some((value) => value > 0)
    }, across), `ink at ${across}`).toBe(true)
  }
  await ada.id('board-undo').click()
  await expectStrokes(bob, 0)
})

test('a part has so many points and no more, and bad ones are not drawn', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  const found = await ada.page.evaluate(async () => {
    const { MOST_POINTS, readPart, simplify, writePart } = await import(`${location.origin}/demo/js/strokes.js`) as Strokes
    const points = (count: number): [number, number][] => Array.from({ length: count }, () => [1600, 1000])
    const stroke = { by: 'x'.repeat(21), at: Date.now(), colour: 'purple', width: 'broad' }
    const value = writePart(stroke, points(MOST_POINTS))
    const good = writePart(stroke, points(2))
    return {
      bytes: JSON.stringify(value).length,
      taken: [MOST_POINTS - 1, MOST_POINTS, MOST_POINTS + 1, 1, 0].map((count) => readPart('a/0', writePart(stroke, points(count))) !== undefined),
      bad: [undefined, null, 7, 'x', [], { ...good, colour: 'url(x)' }, { ...good, width: '__proto__' }, { ...good, by: 4 }, { ...good, at: 'now' }, { ...good, points: [1, 2, 3] },
        { ...good, points: [1, null] }].map((each) => readPart('a/0', each) === undefined),
      outside: readPart('a/0', { ...good, points: [-5, 20.6, 9_999, 1e300] })?.points,
      straight: simplify([[0, 0], [10, 1], [20, 0], [30, 0]]),
      corner: simplify([[0, 0], [10, 9], [20, 0]]),
      long: simplify(Array.from({ length: 5_000 }, (_, x) => [x, x % 2 * 50])).length,
    }
  })
  expect(found.bytes).toBeLessThanOrEqual(4_096)
  expect(found.taken).toEqual([true, true, false, true, false])
  expect(found.bad.every(Boolean)).toBe(true)
  expect(found.outside).toEqual([[0, 21], [1600, 1000]])
  expect(found.straight).toEqual([[0, 0], [30, 0]])
  expect(found.corner).toEqual([[0, 0], [10, 9], [20, 0]])
  expect(found.long).toBe(5_000)
})
