import { basename } from 'node:path'
import type { Room } from 'almenara'
import { afterEach, expect, test, vi } from 'vitest'
import { type Block, needsBrowser, write } from './blocks.js'
import { type Scene, scene } from './stage.js'

/** What a block has made, by name. */
export interface Made { readonly [name: string]: unknown; readonly room?: Room }

/** What is expected of a block of a page. */
export interface Case {
  /** What it does, as the name of the test. */
  readonly shows: string
  /** Makes the scene what the block needs, before it runs. */
  readonly before?: (scene: Scene) => Promise<void> | void
  /** Runs while the block does, for what it waits for. */
  readonly during?: (scene: Scene) => Promise<void> | void
  /** Looks at what has come of it. */
  readonly check: (made: Made, scene: Scene) => Promise<void> | void
}

let playing: Scene | undefined
const rooms: Room[] = []

afterEach(async () => {
  const all = [...rooms.splice(0), ...playing ? [playing.room, playing.other] : []]
  const gone = Promise.all(all.map((room) => room.leave()))
  await playing?.world.pass(2_000)
  await gone
  playing = undefined
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** Runs the block on a stage while time passes, until it has come to its end. */
async function run(file: string, { during }: Case, stage: Scene): Promise<Made> {
  const { default: play } = await import(/* @vite-ignore */ file) as { default: (stage: Scene) => Promise<Made> }
  let made: Made | undefined
  let failure: unknown
  play(stage).then((result) => { made = result }, (error: unknown) => { failure = error })
  await during?.(stage)
  // What a block waits for may take real time, of which the clock knows nothing: cryptography, work, code that is fetched.
  await stage.world.until(() => made !== undefined || failure !== undefined, Infinity)
  if (!made) throw failure
  if (made.room) rooms.push(made.room)
  return made
}

/** One test for each block of the page, in order: a page with more blocks than cases, or fewer, fails. */
export function guide(page: string, cases: readonly Case[]): void {
  const blocks = write(page).filter(({ block }) => !needsBrowser(block))
  test(`every block of ${page} has its test`, () => {
    expect(blocks.map(({ block }) => where(block))).toHaveLength(cases.length)
  })
  for (const [index, each] of cases.entries()) {
    const { block, file } = blocks[index] ?? {}
    if (!block || !file) continue
    test(`${where(block)}: ${each.shows}`, async () => {
      playing = await scene()
      await each.before?.(playing)
      await each.check(await run(file, each, playing), playing)
    })
  }
}

function where({ page, line }: Block): string {
  return `${basename(page)}, line ${line}`
}
