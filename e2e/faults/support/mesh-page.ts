import type { BrowserContext, Page } from '@playwright/test'
import type { Room } from '../../../js-sdk/src/index.js'
import type { Mesh } from '../../../js-sdk/src/nodes/index.js'

interface MeshNotes {
  room: Room
  mesh: Mesh
  messages: unknown[]
  tracks: string[]
  closed: string[]
  left: string[]
  log: string[]
}

declare global {
  var meshNotes: MeshNotes
}

/** A page of some site that is in a room at nodes of a mesh. */
export class MeshPage {
  readonly page: Page
  #self = ''

  private constructor(page: Page) {
    this.page = page
  }

  /** `site`: where the page and the SDK are from, which is no node. */
  static async join(context: BrowserContext, site: string, { bootstrap, room }: { bootstrap: string; room: string }): Promise<MeshPage> {
    const page = await context.newPage()
    const joined = new MeshPage(page)
    await page.goto(site)
    joined.#self = await page.evaluate(async ({ bootstrap, room }) => {
      const sdk = await import(`${location.origin}/sdk/almenara.min.js`) as typeof import('../../../js-sdk/src/index.js')
      const { meshOf } = await import(`${location.origin}/sdk/almenara-nodes.js`) as typeof import('../../../js-sdk/src/nodes/index.js')
      const mesh = meshOf(bootstrap)
      const joined = sdk.join(mesh, room)
      const notes: MeshNotes = { room: joined, mesh, messages: [], tracks: [], closed: [], left: [], log: [] }
      globalThis.meshNotes = notes
      joined.on('message', (data) => notes.messages.push(data))
      joined.on('track', (track) => notes.tracks.push(track.kind))
      joined.on('close', ({ id }) => notes.closed.push(id))
      joined.on('left', ({ id }) => notes.left.push(id))
      joined.on('log', ({ time, kind, text, peer = '' }) => notes.log.push(`${time} ${kind} ${text} ${peer}`))
      return (await joined.joined).self
    }, { bootstrap, room })
    return joined
  }

  get self(): string { return this.#self }

  /** The nodes where the room is now, best first. */
  nodes(): Promise<string[]> {
    return this.page.evaluate(() => meshNotes.mesh.nodes.filter(({ state }) => state === 'joined').map(({ url }) => url))
  }

  /** The peers whose data channel is open. */
  links(): Promise<string[]> {
    return this.page.evaluate(() => [...meshNotes.room.peers.values()].filter(({ channel }) => channel?.readyState === 'open').map(({ id }) => id).sort())
  }

  state(): Promise<string> {
    return this.page.evaluate(() => meshNotes.room.state)
  }

  notes<K extends 'messages' | 'tracks' | 'closed' | 'left' | 'log'>(name: K): Promise<MeshNotes[K]> {
    return this.page.evaluate((name) => meshNotes[name], name) as Promise<MeshNotes[K]>
  }

  send(data: string): Promise<number> {
    return this.page.evaluate((data) => meshNotes.room.send(data), data)
  }

  /** Sends a picture that moves. */
  async addStream(): Promise<void> {
    await this.page.evaluate(() => {
      const canvas = document.createElement('canvas')
      canvas.getContext('2d')?.fillRect(0, 0, 10, 10)
      meshNotes.room.addStream(canvas.captureStream(5))
    })
  }
}
