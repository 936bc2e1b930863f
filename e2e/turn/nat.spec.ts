import { chromium as engine, expect, test as base, type Page } from '@playwright/test'
import { chromium } from '../support/chromium.js'
import { Cluster } from '../support/cluster.js'
import { chromiumAt, down, OUTSIDE, setNat, type Nat, type Side, up, WAN } from '../support/nat.js'
import { newRoom } from '../support/room-page.js'
import { answer, connect, gather, iceServers, open } from './links.js'

/** A pair that is not connected by then will not be. */
const ENOUGH = 8_000
const cluster = new Cluster({ name: 'nat', port: 8080, nodes: 1, turn: true, network: WAN })
/** That of ./run, at port 8080. */
const STUN = `stun:${WAN.address}:3478`

interface Lab { readonly fault: string; page(side: Side): Promise<Page> }

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
          const page = await (await browser.newContext()).newPage()
          await page.goto(`${cluster.urls[0]}/sdk/almenara.js`)
          return page
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

/** Whether a data channel opens between the two, and by which kinds of candidates. */
async function meet(lab: Lab, nats: readonly [Nat, Nat], servers: 'stun' | 'turn'): Promise<string> {
  setNat('A', nats[0])
  setNat('B', nats[1])
  const pages = [await lab.page('A'), await lab.page('B')] as const
  try {
    const room = newRoom()
    const ice: RTCIceServer[][] = []
    for (const page of pages) ice.push(servers === 'stun' ? [{ urls: STUN }] : [{ urls: STUN }, ...await page.evaluate(iceServers, room)])
    const offer = await pages[0].evaluate(gather, ice[0]!)
    const reply = await pages[1].evaluate(answer, { offer, servers: ice[1]! })
    await pages[0].evaluate(connect, reply)
    return await pages[0].evaluate(open, ENOUGH)
  } finally {
    for (const page of pages) await page.context().browser()?.close()
  }
}

test('a browser learns its address behind a NAT from the node itself', async ({ lab }) => {
  setNat('A', 'cone')
  const page = await lab.page('A')
  const { sdp } = await page.evaluate(gather, [{ urls: STUN }])
  expect(sdp).toMatch(new RegExp(` ${OUTSIDE.A} \\d+ typ srflx`))
  await page.context().browser()?.close()
})

for (const nats of [['symmetric', 'symmetric'], ['cone', 'symmetric']] as const) {
  test(`${nats.join(' and ')} NAT: nothing opens with STUN alone, and a link with a TURN credential of the node`, async ({ lab }) => {
    expect(await meet(lab, nats, 'stun')).toBe('')
    expect(await meet(lab, nats, 'turn')).toMatch(/relay/)
  })
}

test('two cone NATs need STUN alone', async ({ lab }) => {
  expect(await meet(lab, ['cone', 'cone'], 'stun')).toMatch(/^(srflx|prflx) (srflx|prflx)$/)
})

test('where no UDP gets through a link opens by TURN over TCP', async ({ lab }) => {
  expect(await meet(lab, ['tcp-only', 'cone'], 'stun')).toBe('')
  expect(await meet(lab, ['tcp-only', 'cone'], 'turn')).toMatch(/relay/)
})
