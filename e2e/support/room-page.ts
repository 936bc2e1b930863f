import { randomBytes } from 'node:crypto'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import type { Asked, Contact, LogEntry, Options, Path, Room, RoomState, WorkInfo } from '../../js-sdk/src/index.js'

type PageOptions = Pick<Options, 'transport' | 'pool' | 'timeout' | 'maxWork' | 'relayOnly' | 'turn' | 'topology' | 'degree' | 'score' | 'maxConnections'> & {
  iceServers?: RTCIceServer[]
  /** Those whom the contact of the page knows. */
  contacts?: { known: string[]; onlyKnown?: boolean }
}

/** What the page keeps of its room, for the tests to look at. */
interface Notes {
  room: Room
  messages: { from: string; data: unknown }[]
  /** Those of the action `greet`. */
  greetings: { from: string; data: unknown }[]
  signals: { from: string | undefined; data: unknown }[]
  log: LogEntry[]
  states: RoomState[]
  opened: string[]
  closed: string[]
  left: { peer: string; reason: string }[]
  errors: string[]
  /** Who has proven to be a contact. */
  contacts: { peer: string; contact: string }[]
  /** The signs of each comparison. */
  emoji: string[][]
  /** The work that was done. */
  work: WorkInfo[]
  prices: Asked[]
}

declare global {
  var notes: Notes
  /** The contact that the page is. */
  var contact: Contact | undefined
}

export interface Command { readonly type: string; readonly [field: string]: unknown }

/** A browser page of a node's origin that is in a room, and the commands that it has sent over the network. */
export class RoomPage {
  readonly page: Page
  readonly node: string
  readonly commands: Command[] = []
  #self = ''

  private constructor(page: Page, node: string) {
    this.page = page
    this.node = node
    const note = (text: string | Buffer | null): void => { if (text) this.commands.push(...unwrap(String(text))) }
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => note(payload)))
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().includes('/room/')) note(request.postData()) })
  }

  /**
   * Opens a page of the node's origin that does nothing by itself: the text of the SDK. A page that the test made up would not
   * do, for Chromium lets one whose address it does not know open no WebSocket to this machine.
   */
  static async open(context: BrowserContext, node: string): Promise<RoomPage> {
    const page = await context.newPage()
    const opened = new RoomPage(page, node)
    await page.goto(`${node}/sdk/almenara.js`)
    return opened
  }

  get self(): string {
    return this.#self
  }

  /** Joins through the page's own node, unless others are named. */
  async join(room: string, options: PageOptions = {}, nodes: readonly string[] = [this.node]): Promise<void> {
    this.#self = await this.page.evaluate(async ({ room, options, nodes }) => {
      const sdk = await import(`${location.origin}/sdk/almenara.js`) as typeof import('../../js-sdk/src/index.js')
      const { contacts, ...others } = options
      const joined = sdk.join(nodes, room, { ...others, ...contacts && { contacts: { ...contacts, own: globalThis.contact as Contact } } })
      const notes: Notes = {
        room: joined, messages: [], greetings: [], signals: [], log: [], states: [], opened: [], closed: [], left: [], errors: [], contacts: [], emoji: [], work: [], prices: [],
      }
      globalThis.notes = notes
      joined.on('message', (data, peer) => notes.messages.push({ from: peer.id, data }))
      joined.action('greet').on((data, peer) => notes.greetings.push({ from: peer.id, data }))
      joined.on('signal', (data, peer) => notes.signals.push({ from: peer?.id, data }))
      joined.on('log', (entry) => notes.log.push(entry))
      joined.on('state', (state) => notes.states.push(state))
      joined.on('open', (peer) => notes.opened.push(peer.id))
      joined.on('close', (peer) => notes.closed.push(peer.id))
      joined.on('left', (peer, reason) => notes.left.push({ peer: peer.id, reason }))
      joined.on('error', (error) => notes.errors.push(`${error.code}: ${error.message}`))
      joined.on('contact', ({ id }, contact) => notes.contacts.push({ peer: id, contact }))
      joined.on('emoji', (emoji) => notes.emoji.push(emoji.map(({ sign }) => sign)))
      joined.on('work', (work) => { if (work.state !== 'working') notes.work.push(work) })
      joined.on('price', (price) => notes.prices.push(price))
      return (await joined.joined).self
    }, { room, options, nodes })
  }

  /** The key of the contact that the page is: kept in its database, and made if there is none. */
  contact(): Promise<string> {
    return this.page.evaluate(async () => {
      const { contactOf, newContact } = await import(`${location.origin}/sdk/almenara-seal.js`) as typeof import('../../js-sdk/src/seal/index.js')
      const keep = (mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest): Promise<Contact['pair'] | undefined> => new Promise((resolve, reject) => {
        const opening = indexedDB.open('contact')
        opening.onupgradeneeded = () => opening.result.createObjectStore('own')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const request = work(opening.result.transaction('own', mode).objectStore('own'))
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        }
      })
      const kept = await keep('readonly', (store) => store.get('pair'))
      const own = globalThis.contact = kept ? await contactOf(kept) : await newContact()
      if (!kept) await keep('readwrite', (store) => store.put(own.pair, 'pair'))
      return own.key
    })
  }

  /** What the page has noted under that name so far. */
  notes<K extends Exclude<keyof Notes, 'room'>>(name: K): Promise<Notes[K]> {
    return this.page.evaluate((name) => globalThis.notes[name], name) as Promise<Notes[K]>
  }

  state(): Promise<RoomState> {
    return this.page.evaluate(() => notes.room.state)
  }

  transport(): Promise<string | undefined> {
    return this.page.evaluate(() => notes.room.node?.transport)
  }

  /** The peers whose data channel is open, and who have proven themselves in a sealed room. */
  links(): Promise<string[]> {
    return this.page.evaluate(() => [...notes.room.peers.values()]
      .filter(({ channel, state }) => channel?.readyState === 'open' && (state === 'connected' || state === 'reconnecting')).map(({ id }) => id))
  }

  path(peer: string): Promise<Path | undefined> {
    return this.page.evaluate((peer) => notes.room.peers.get(peer)?.path(), peer)
  }

  /** Whether the SDK said something like that in its log. */
  async logged(words: RegExp): Promise<boolean> {
    return (await this.notes('log')).some(({ text }) => words.test(text))
  }

  send(data: string, to?: string): Promise<number> {
    return this.page.evaluate(({ data, to }) => notes.room.send(data, to), { data, to })
  }

  /** Sends by the action `greet`. */
  greet(data: string, to?: string): Promise<number> {
    return this.page.evaluate(({ data, to }) => notes.room.action<string>('greet').send(data, to), { data, to })
  }

  /** Sends a signal through the node; resolves when it is acknowledged. */
  signal(data: string): Promise<void> {
    return this.page.evaluate((data) => notes.room.signal(data), data)
  }

  /** Ends the page's process: nothing of it can say goodbye. */
  async crash(): Promise<void> {
    const crashed = this.page.waitForEvent('crash')
    const session = await this.page.context().newCDPSession(this.page)
    // The process that would answer is gone.
    session.send('Page.crash').catch(() => {})
    await crashed
  }

  /** Compares the two ends of a link; the signs that this end shows. */
  emoji(peer: string): Promise<string[] | undefined> {
    return this.page.evaluate((peer) => notes.room.peers.get(peer)?.emoji().then((emoji) => emoji.map(({ sign }) => sign)), peer)
  }

  leave(): Promise<void> {
    return this.page.evaluate(() => notes.room.leave())
  }
}

/** The commands of a frame, those that are paid included. */
function unwrap(text: string): Command[] {
  const command = JSON.parse(text) as Command
  return command.type === 'paid' ? [JSON.parse(String(command.body)) as Command | Command[]].flat() : [command]
}

/** The id of a room that nobody is in. */
export function newRoom(): string {
  return randomBytes(32).toString('base64url')
}

/** Waits until each of the pages has an open data channel to each other. */
export async function meshed(pages: readonly RoomPage[]): Promise<void> {
  for (const page of pages) {
    const others = pages.filter((other) => other !== page).map(({ self }) => self).sort()
    await expect.poll(async () => (await page.links()).sort(), { message: `the open links of ${page.self}` }).toEqual(others)
  }
}

/** Sends a message both ways and waits for it. */
export async function talk(one: RoomPage, other: RoomPage, words = 'hello'): Promise<void> {
  for (const [from, to] of [[one, other], [other, one]] as const) {
    expect(await from.send(words, to.self)).toBe(1)
    await expect.poll(() => to.notes('messages')).toContainEqual({ from: from.self, data: words })
  }
}

/** How many offers and members a room has, as one of the nodes sees it. */
export async function summary(node: string, room: string): Promise<{ members: number; offers: number }> {
  const response = await fetch(`${node}/room/${room}`, { headers: { accept: 'application/json' } })
  const { members, offers } = await response.json() as { members: number; offers: number }
  return { members, offers }
}
