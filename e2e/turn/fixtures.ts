import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { Cluster } from '../support/cluster.js'
import { RawClient } from '../support/raw-client.js'
import { newRoom } from '../support/room-page.js'
import { TurnClient, type Credential } from '../support/turn-client.js'

export interface Granted extends Credential {
  readonly ttl: number
  readonly iceServers: readonly [{ readonly urls: readonly [string, ...string[]]; readonly username: string; readonly credential: string }]
}

/** A node of its own, and coturn beside it. */
class Relay {
  readonly #cluster = new Cluster({ name: 'turn', port: 20080, nodes: 1, turn: true, javaOptions: '-Dalmenara.pow-effort=0' })
  readonly #open: TurnClient[] = []

  get node(): string {
    return this.#cluster.urls[0] as string
  }

  start(): Promise<void> {
    return this.#cluster.start()
  }

  stop(): Promise<void> {
    return this.#cluster.stop()
  }

  get #configuration(): string {
    return readFileSync(resolve(import.meta.dirname, '../target/turn/turn/turnserver.conf'), 'utf8')
  }

  /** The lines that coturn's configuration has under that name. */
  configured(name: string): string[] {
    return [...this.#configuration.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value as string)
  }

  /** A credential as whoever knows a secret makes it. */
  forge(username: string, secret = this.configured('static-auth-secret')[0] as string): Credential {
    return { username, credential: createHmac('sha1', secret).update(username).digest('base64') }
  }

  /** What a new member of a new room is given. */
  async token(): Promise<Granted> {
    const room = newRoom()
    const member = await RawClient.join(this.node, room)
    const response = await fetch(`${this.node}/token`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${member.joined.token as string}` }, body: JSON.stringify({ room }),
    })
    expect(response.status).toBe(200)
    member.close()
    return await response.json() as Granted
  }

  client(url: string, credential: Credential): TurnClient {
    const client = new TurnClient(url, credential)
    this.#open.push(client)
    return client
  }

  /** Ends all allocations of a test. */
  async release(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((client) => client.close()))
  }
}

export const test = base.extend<{ fresh: void }, { relay: Relay }>({
  relay: [async ({}, use) => {
    const relay = new Relay()
    await relay.start()
    await use(relay)
    await relay.stop()
  }, { scope: 'worker', timeout: 180_000 }],
  fresh: [async ({ relay }, use) => {
    await use()
    await relay.release()
  }, { auto: true }],
})

export { expect }
