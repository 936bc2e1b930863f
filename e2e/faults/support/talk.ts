import { expect, type BrowserContext } from '@playwright/test'
import { meshed, RoomPage } from '../../support/room-page.js'
import { newRoom } from '../../support/room-page.js'

const PERIOD = 50

/** Two browser pages that tell each other numbers over their data channel all the time, each attached to a node of its own. */
export class Talk {
  readonly pages: readonly [RoomPage, RoomPage]

  private constructor(pages: readonly [RoomPage, RoomPage]) {
    this.pages = pages
  }

  /** The first page starts with the first node of the list, the other with the second; both know all. */
  static async begin(context: BrowserContext, nodes: readonly string[]): Promise<Talk> {
    const [first, second, ...rest] = nodes as [string, string, ...string[]]
    const room = newRoom()
    const pages = [await RoomPage.open(context, first), await RoomPage.open(context, second)] as const
    await pages[0].join(room, {}, nodes)
    await pages[1].join(room, {}, [second, ...rest, first])
    await meshed(pages)
    for (const { page } of pages) {
      await page.evaluate((period) => {
        let n = 0
        setInterval(() => { notes.room.send(++n) }, period)
      }, PERIOD)
    }
    return new Talk(pages)
  }

  /** How many numbers each page has heard. */
  async heard(): Promise<[number, number]> {
    const [one, other] = await Promise.all(this.pages.map(async (page) => (await page.notes('messages')).length))
    return [one as number, other as number]
  }

  /** Every number has come, in order, and the channel that was opened first is the one that is open. */
  async expectUnbroken(): Promise<void> {
    for (const page of this.pages) {
      const numbers = (await page.notes('messages')).map(({ data }) => data as number)
      expect(numbers).toEqual(Array.from(numbers, (_, index) => (numbers[0] as number) + index))
      expect({ opened: (await page.notes('opened')).length, closed: await page.notes('closed'), left: await page.notes('left') })
        .toEqual({ opened: 1, closed: [], left: [] })
    }
    await meshed(this.pages)
  }
}
