import { type BrowserContext, expect, type Page, test as base } from '@playwright/test'
import type * as Pow from '../../js-sdk/src/pow/index.js'
import { faults, quote } from '../../js-sdk/test/pow/payment.js'
import { PageServer } from '../support/page-server.js'

/** The strictest policy under which the solver may use all it has. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
const WITHOUT_WASM = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'"
const WITHOUT_WORKERS = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; connect-src 'self'"
/** A script of the old kind, as the build for script tags is one, that fetches the solver when it is wanted. */
const CLASSIC = { '/sdk/classic.js': "globalThis.solver = () => import('./almenara-pow.js')" }

type Serve = (policy: string, files?: Record<string, string>) => Promise<PageServer>

const test = base.extend<{ serve: Serve }>({
  serve: async ({}, use) => {
    const servers: PageServer[] = []
    await use(async (...site) => {
      const server = await PageServer.open(...site)
      servers.push(server)
      return server
    })
    for (const server of servers) await server.close()
  },
})

/** A page of this site that notes what its policy has blocked. */
async function open(context: BrowserContext, site: PageServer): Promise<{ page: Page; violations(): Promise<string[]> }> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    const notes = globalThis as unknown as { blocked: string[] }
    notes.blocked = []
    addEventListener('securitypolicyviolation', ({ blockedURI }) => notes.blocked.push(blockedURI))
  })
  await page.goto(site.url)
  return { page, violations: () => page.evaluate(() => (globalThis as unknown as { blocked: string[] }).blocked) }
}

const work = (effort: number): Pow.Work => ({ quote: quote(effort), action: 'post', subject: 'abcdefghijklmnopqrstuvwxyz', body: '{"data":"größe"}' })

/** Pays on a page by the solver of that site, and ends it. */
function pay(page: Page, site: PageServer, paid: Pow.Work): Promise<{ payment: string; progress: Pow.Progress | undefined }> {
  return page.evaluate(async ({ url, paid }) => {
    const { createSolver } = await import(url) as typeof Pow
    const solver = createSolver()
    let progress: Pow.Progress | undefined
    const payment = await solver.solve(paid, { onProgress: (each) => { progress = each } })
    solver.close()
    return { payment, progress }
  }, { url: `${site.url}/sdk/almenara-pow.js`, paid })
}

/** The files of the solver that the page asks for from now on. */
function requests(context: BrowserContext): string[] {
  const files: string[] = []
  context.on('request', (request) => { if (request.url().includes('almenara-pow')) files.push(new URL(request.url()).pathname) })
  return files
}

test('under a strict policy workers pay by WebAssembly with SIMD, and nothing is violated', async ({ context, serve }) => {
  const site = await serve(STRICT)
  const { page, violations } = await open(context, site)
  const files = requests(context)
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))

  const paid = work(2 ** 22)
  const { payment, progress } = await pay(page, site, paid)

  expect(faults(payment, paid)).toEqual([])
  expect(progress).toMatchObject({ expected: 2 ** 22, found: 16 })
  expect(new Set(workers)).toEqual(new Set([`${site.url}/sdk/almenara-pow-worker.js`]))
  const cores = await page.evaluate(() => navigator.hardwareConcurrency)
  expect(workers).toHaveLength(Math.max(1, Math.min(4, cores - 1)))
  expect(files.filter((file) => file.endsWith('.wasm'))).toEqual(['/sdk/almenara-pow.simd.wasm'])
  expect(await violations()).toEqual([])
  await expect.poll(() => page.workers().length).toBe(0)
})

test('a page that forbids WebAssembly pays in JavaScript', async ({ context, serve }) => {
  const site = await serve(WITHOUT_WASM)
  const { page, violations } = await open(context, site)
  const paid = work(2 ** 18)
  expect(faults((await pay(page, site, paid)).payment, paid)).toEqual([])
  await expect.poll(violations).toContain('wasm-eval')
})

test('a page that forbids workers pays on its own thread, and stays alive meanwhile', async ({ context, serve }) => {
  const site = await serve(WITHOUT_WORKERS)
  const { page, violations } = await open(context, site)
  await page.evaluate(() => {
    const beats = globalThis as unknown as { beats: number }
    beats.beats = 0
    setInterval(() => { beats.beats++ }, 1)
  })
  const paid = work(2 ** 22)
  expect(faults((await pay(page, site, paid)).payment, paid)).toEqual([])
  expect(await page.evaluate(() => (globalThis as unknown as { beats: number }).beats)).toBeGreaterThan(5)
  expect(await violations()).toContain(`${site.url}/sdk/almenara-pow-worker.js`)
})

test('a page of another site, whose workers the solver may not be, pays on its own thread', async ({ context, serve }) => {
  const sdk = await serve(STRICT)
  const site = await serve(`default-src 'none'; script-src ${sdk.url} 'wasm-unsafe-eval'; connect-src ${sdk.url}; worker-src ${sdk.url}`)
  const { page } = await open(context, site)
  const paid = work(2 ** 20)
  expect(faults((await pay(page, sdk, paid)).payment, paid)).toEqual([])
})

test('a page of another site that allows scripts made by it has them import the workers', async ({ context, serve }) => {
  const sdk = await serve(STRICT)
  const site = await serve(`default-src 'none'; script-src ${sdk.url} 'wasm-unsafe-eval'; connect-src ${sdk.url}; worker-src blob:`)
  const { page, violations } = await open(context, site)
  const workers: string[] = []
  page.on('worker', (worker) => workers.push(worker.url()))
  const paid = work(2 ** 22)
  expect(faults((await pay(page, sdk, paid)).payment, paid)).toEqual([])
  expect(workers.filter((url) => url.startsWith('blob:'))).toHaveLength(workers.length)
  expect(workers.length).toBeGreaterThan(0)
  expect(await violations()).toEqual([])
})

test('a script of the old kind finds the solver beside itself, not beside the page', async ({ context, serve }) => {
  const site = await serve(STRICT, CLASSIC)
  const { page, violations } = await open(context, site)
  await page.addScriptTag({ url: '/sdk/classic.js' })
  const paid = work(2 ** 18)
  const payment = await page.evaluate(async (paid) => {
    const { solver } = globalThis as unknown as { solver(): Promise<typeof Pow> }
    return (await solver()).createSolver().solve(paid)
  }, paid)
  expect(faults(payment, paid)).toEqual([])
  expect(await violations()).toEqual([])
})

test('an abort ends the work, a hidden page rests, and closing ends the workers', async ({ context, serve }) => {
  const site = await serve(STRICT)
  const { page } = await open(context, site)
  const codes = await page.evaluate(async ({ url, endless, small }) => {
    const { createSolver } = await import(url) as typeof Pow
    const solver = createSolver()
    const abort = new AbortController()
    const code = (error: { code: string }): string => error.code
    const aborted = await solver.solve(endless, { signal: abort.signal, onProgress: () => abort.abort() }).catch(code)

    const show = (state: string): void => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
      document.dispatchEvent(new Event('visibilitychange'))
    }
    show('hidden')
    let isResting = true
    const rested = solver.solve(small).then(() => isResting)
    await solver.solve(small, { whileHidden: true })
    isResting = false
    show('visible')

    const closed = solver.solve(endless).catch(code)
    const isRested = !await rested
    solver.close()
    return { aborted, isRested, closed: await closed }
  }, { url: `${site.url}/sdk/almenara-pow.js`, endless: work(2 ** 24), small: work(50_000) })
  expect(codes).toEqual({ aborted: 'aborted', isRested: true, closed: 'closed' })
  await expect.poll(() => page.workers().length).toBe(0)
})
