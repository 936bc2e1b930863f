import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from '@playwright/test'
import { OUTSIDE, setNat, type Nat, WAN } from '../support/nat.js'
import { newRoom, type RoomPage } from '../support/room-page.js'
import { type Lab, STUN, test } from './laboratory.js'

/** How long a pair is watched that can't be connected: longer than the SDK looks for a path, and for relays. */
const ENOUGH = 13_000

interface Meeting {
  /** The kinds of the two candidates; empty when no link came up. */
  readonly path: string
  /** What both have paid for. */
  readonly paid: readonly string[]
}

/** Has a page on each side join a room through the SDK and waits for their link. */
async function meet(lab: Lab, nats: readonly [Nat, Nat], options: Parameters<RoomPage['join']>[1]): Promise<Meeting> {
  setNat('A', nats[0])
  setNat('B', nats[1])
  const pages = [await lab.page('A'), await lab.page('B')] as const
  try {
    const room = newRoom()
    for (const page of pages) await page.join(room, { iceServers: [STUN], ...options })
    const [one, other] = pages
    await expect.poll(() => one.links(), { timeout: ENOUGH }).toEqual([other.self]).catch(() => {})
    const path = await one.path(other.self)
    const work = await Promise.all(pages.map((page) => page.notes('work')))
    return { path: path ? `${path.local} ${path.remote}` : '', paid: work.flat().filter(({ state }) => state === 'paid').map(({ action }) => action) }
  } finally {
    for (const page of pages) await page.page.context().browser()?.close()
  }
}

/** A credential for coturn, made as whoever knows a secret makes it. */
function forge(username: string, secret: string): RTCIceServer {
  return { urls: `turn:${WAN.address}:3488?transport=udp`, username, credential: createHmac('sha1', secret).update(username).digest('base64') }
}

test('a browser learns its address behind a NAT from the node itself', async ({ lab }) => {
  setNat('A', 'cone')
  const { page } = await lab.page('A')
  const candidates = await page.evaluate(async (server) => {
    const pc = new RTCPeerConnection({ iceServers: [server] })
    pc.createDataChannel('x')
    const all: string[] = []
    const gathered = new Promise<void>((resolve) => pc.addEventListener('icecandidate', ({ candidate }) => candidate ? all.push(candidate.candidate) : resolve()))
    await pc.setLocalDescription()
    await gathered
    return all
  }, STUN)
  expect(candidates.join('\n')).toMatch(new RegExp(` ${OUTSIDE.A} \\d+ typ srflx`))
  await page.context().browser()?.close()
})

for (const nats of [['symmetric', 'symmetric'], ['cone', 'symmetric']] as const) {
  test(`${nats.join(' and ')} NAT: nothing opens with STUN alone, and a link with a TURN credential that the SDK buys with work`, async ({ lab }) => {
    expect((await meet(lab, nats, { turn: false })).path).toBe('')
    const { path, paid } = await meet(lab, nats, {})
    expect(path).toMatch(/relay/)
    expect(paid).toContain('token')
  })
}

test('two cone NATs need STUN alone, and no credential is bought', async ({ lab }) => {
  const { path, paid } = await meet(lab, ['cone', 'cone'], {})
  expect(path).toMatch(/^(srflx|prflx) (srflx|prflx)$/)
  expect(paid).not.toContain('token')
})

test('where no UDP gets through a link opens by TURN over TCP', async ({ lab }) => {
  expect((await meet(lab, ['tcp-only', 'cone'], { turn: false })).path).toBe('')
  expect((await meet(lab, ['tcp-only', 'cone'], {})).path).toMatch(/relay/)
})

test('credentials that have ended, are wrong or come from a foreign secret open nothing', async ({ lab }) => {
  const configuration = readFileSync(resolve(import.meta.dirname, '../target/nat/turn/turnserver.conf'), 'utf8')
  const secret = /^static-auth-secret=(.*)$/m.exec(configuration)?.[1] as string
  const now = Math.floor(Date.now() / 1000)
  const good = forge(`${now + 600}:good`, secret)
  const worthless = [forge(`${now - 1}:ended`, secret), { ...good, credential: 'guessed' }, forge(`${now + 600}:foreign`, 'the secret of somebody else')]
  // coturn relays from one allocation to another here, so both ends need one from the beginning.
  const meetBy = (iceServers: RTCIceServer[]): Promise<Meeting> => meet(lab, ['symmetric', 'symmetric'], { turn: false, pool: false, iceServers: [STUN, ...iceServers] })
  expect((await meetBy([good])).path, 'the test can make credentials').toMatch(/relay/)
  expect((await meetBy(worthless)).path).toBe('')
})

test('who lets relays through alone is reached by a relay also where a direct path would do', async ({ lab }) => {
  expect((await meet(lab, ['cone', 'cone'], { relayOnly: true })).path).toBe('relay relay')
})
