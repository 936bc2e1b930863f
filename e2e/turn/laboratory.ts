import { chromium as engine, test as base } from '@playwright/test'
import { chromium } from '../support/chromium.js'
import { Cluster } from '../support/cluster.js'
import { chromiumAt, down, type Side, up, WAN } from '../support/nat.js'
import { RoomPage } from '../support/room-page.js'

/** The price of a post, in expected hashes: a credential is 16 of them. */
const EFFORT = 2 ** 16
const cluster = new Cluster({ name: 'nat', port: 8080, nodes: 1, turn: true, network: WAN, javaOptions: `-Dalmenara.pow-effort=${EFFORT} -Dalmenara.pow-most=1` })
/** That of ./run, at port 8080. */
export const STUN: RTCIceServer = { urls: `stun:${WAN.address}:3478` }

/** Two sides with a NAT each, and a node and coturn between them. */
export interface Lab {
  /** Why there can't be one here; empty where there is one. */
  readonly fault: string
  /** A page of a browser of its own on that side. */
  page(side: Side, ...args: readonly string[]): Promise<RoomPage>
}

export const test = base.extend<{ possible: void }, { lab: Lab }>({
  // A fixture, for a hook of this module is that of the first file alone which a worker has from it.
  possible: [async ({ lab }, use, info) => {
    if (lab.fault !== '') {
      console.warn(`\n*** SKIPPED: the tests with NATs need network namespaces and nftables, and have none here: ${lab.fault.trim()}\n`)
      info.skip(true, 'no network namespaces')
    }
    await use()
  }, { auto: true }],
  lab: [async ({}, use) => {
    const fault = up()
    const ended: (() => Promise<void>)[] = []
    try {
      if (fault === '') await cluster.start()
      await use({
        fault,
        page: async (side, ...args) => {
          // The page's address is not one of this machine, and only trusted pages have cameras.
          const options = chromium(`--unsafely-treat-insecure-origin-as-secure=${cluster.urls[0]}`, ...args)
          const browser = await engine.launch({ ...options, executablePath: chromiumAt(side) })
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
