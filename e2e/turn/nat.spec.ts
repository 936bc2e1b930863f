import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium as engine, expect, test as base } from '@playwright/test'
import { chromium } from '../support/chromium.js'
import { Cluster } from '../support/cluster.js'
import { chromiumAt, down, OUTSIDE, setNat, type Nat, type Side, up, WAN } from '../support/nat.js'
import { newRoom, RoomPage } from '../support/room-page.js'

/** The price of a post, in expected hashes: a credential is 16 of them. */
const EFFORT = 2 ** 16
/** How long a pair is watched that can't be connected: longer than the SDK looks for a path, and for relays. */
const ENOUGH = 13_000
const cluster = new Cluster({ name: 'nat', port: 8080, nodes: 1, turn: true, network: WAN, javaOptions: `-Dalmenara.pow-effort=${EFFORT}` })
/** That of ./run, at port 8080. */
const STUN: RTCIceServer = { urls: `stun:${WAN.address}:3478` }

interface Lab { readonly fault: string; page(side: Side): Promise<RoomPage> }

const test = base.extend<object, { lab: Lab }>({
  lab: [async ({}, use) => {
    const fault = up()
    const ended: (() => Promise<void>)[] = []
    try {
      if (fault === '') await cluster.start()
      await use({
        fault,
        page: async (side) => {
          const browser = await engine.launch({ ...chromium(), executablePath: chromiumAt(side) })
          ended.push(() => browser.close())
          return RoomPage.open(await browser.newContext(), cluster.urls[0] as string)
        },
      })
    } finally {
      for (const end of ended) await end()
      if (fault === '') await cluster.stop()
      down()
    }
  }, { scope: 'worker', timeout: 180_000 }],
})

test.beforeEach(({ lab }) => {
  if (lab.fault === '') return
  console.warn(`\n*** SKIPPED: the tests with NATs need network namespaces and nftables, and have none here: ${lab.fault.trim()}\n`)
  test.skip(true, 'no network namespaces')
})

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
