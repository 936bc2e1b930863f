import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, meet, test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

const SIZE = 24_000_000
/** Of one person, as in the demo's js/shelf.js. */
const MOST_FILES = 50
/** Bytes of a file, as the SDK has it. */
const LARGEST = 512 * 1024 ** 2

test.use({ launchOptions: chromium(LOOPBACK) })
test.setTimeout(120_000)

/** Drops files that the page makes, beside the place for them; returns the hash of the first. */
async function drop({ page }: DemoPage, name: string, size: number, count = 1): Promise<string> {
  return page.evaluate(async ({ name, size, count }) => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536))
    const dataTransfer = new DataTransfer()
    for (let number = 0; number < count; number++) dataTransfer.items.add(new File(number === 0 ? [bytes] : [bytes, String(number)], number === 0 ? name : `${number} ${name}`))
    for (const type of ['dragenter', 'dragover', 'drop']) document.getElementById('stage')?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }, { name, size, count })
}

/** Saves the file, and returns its name and hash. */
async function save({ page }: DemoPage): Promise<{ name: string; hash: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('file-save').click()])
  return { name: download.suggestedFilename(), hash: createHash('sha256').update(await readFile(await download.path())).digest('hex') }
}

/** Presses Pause as soon as so much of the file is there. */
async function pauseAt({ page }: DemoPage, part: number): Promise<void> {
  await page.evaluate((part) => {
    const bar = document.querySelector('[data-testid=file] > .file-bar progress') as HTMLProgressElement
    const watch = new MutationObserver(() => {
      if (bar.value < part) return
      watch.disconnect();
      (document.querySelector('[data-testid=file-pause]') as HTMLElement).click()
    })
    watch.observe(bar, { attributes: true })
  }, part)
}

/** Keeps every text that the element has from now on. */
async function keepTexts({ page }: DemoPage, selector: string): Promise<() => Promise<string[]>> {
  const texts = await page.evaluateHandle((selector) => {
    const texts: string[] = []
    const list = document.getElementById('file-list') as HTMLElement
    new MutationObserver(() => texts.push(...[...list.querySelectorAll(selector)].map(({ textContent }) => textContent ?? ''))).observe(list, { childList: true, subtree: true, characterData: true })
    return texts
  }, selector)
  return () => texts.jsonValue()
}

test('a file that is dropped is fetched by two others with progress at both ends, paused, resumed from two sources, and saved', async ({ visit }) => {
  const [ada, bob, carl] = await meet(visit, cluster.urls, ['Ada', 'Bob', 'Carl']) as [DemoPage, DemoPage, DemoPage]
  const hash = await drop(ada, 'the watch.bin', SIZE)
  await expect(ada.id('files-panel')).toBeVisible()
  await expect(ada.page.getByTestId('file-from')).toHaveText('Shared by you')
  await expect(bob.id('files-tab')).toHaveAttribute('data-news', 'new')
  for (const person of [bob, carl]) {
    await person.open('files')
    await expect(person.page.getByTestId('file-name')).toHaveText('the watch.bin')
    await expect(person.page.getByTestId('file-from')).toHaveText('Shared by Ada')
  }

  await test.step('one fetches a part and pauses, and who shares it sees how far', async () => {
    await pauseAt(bob, 0.2)
    await bob.page.getByTestId('file-fetch').click()
    await expect(bob.page.getByTestId('file')).toHaveAttribute('data-state', 'paused')
    await expect(ada.page.getByTestId('taker')).toHaveText(/^\s*([2-9]\d) %, fetched by Bob$/)
    await expect(bob.page.getByTestId('file').getByTestId('file-progress').first()).toHaveText(/^[2-9]\d %, paused$/)
    await ada.picture('files-shared')
    await bob.picture('files-paused')
  })
  await test.step('another fetches all of it', async () => {
    const texts = await keepTexts(ada, '[data-testid=taker]')
    await carl.page.getByTestId('file-fetch').click()
    await expect(carl.page.getByTestId('file')).toHaveAttribute('data-state', 'here', { timeout: 60_000 })
    await expect(ada.page.getByTestId('file-from')).toHaveText('Shared by you, Carl')
    expect((await texts()).some((text) => /\d %, fetched by Carl/.test(text))).toBe(true)
    expect(await save(carl)).toEqual({ name: 'the watch.bin', hash })
  })
  await test.step('the first goes on where it was, from two', async () => {
    await expect(bob.page.getByTestId('file-from')).toHaveText('Shared by Ada, Carl')
    const texts = await keepTexts(bob, '[data-testid=file] > .file-bar [data-testid=file-progress]')
    await bob.page.getByTestId('file-resume').click()
    await expect(bob.page.getByTestId('file')).toHaveAttribute('data-state', 'here', { timeout: 60_000 })
    expect((await texts()).filter((text) => Number.parseInt(text) < 20)).toEqual([])
    expect((await texts()).some((text) => text.endsWith('from 2 sources'))).toBe(true)
    expect(await save(bob)).toEqual({ name: 'the watch.bin', hash })
    await expect(ada.page.getByTestId('taker')).toHaveCount(0)
  })
  await test.step('who shared it may leave', async () => {
    await ada.id('leave').click()
    await expect(bob.page.getByTestId('file-from')).toHaveText('Shared by you, Carl')
  })
})

test('a fetch is cancelled and begun again, and a file that is not shared any more is gone', async ({ visit }) => {
  const [ada, bob] = await meet(visit, cluster.urls, ['Ada', 'Bob']) as [DemoPage, DemoPage]
  await ada.open('files')
  const text = randomBytes(40_000)
  await ada.id('file-input').setInputFiles({ name: 'notes.html', mimeType: 'text/html', buffer: text })
  await bob.open('files')
  await bob.page.getByTestId('file-fetch').click()
  await expect(bob.page.getByTestId('file')).toHaveAttribute('data-state', 'here')
  expect(await save(bob)).toEqual({ name: 'notes.html', hash: createHash('sha256').update(text).digest('hex') })
  await bob.page.getByTestId('file-remove').click()
  await expect(bob.page.getByTestId('file')).toHaveAttribute('data-state', 'offered')

  await ada.id('file-input').setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) })
  const empty = bob.page.getByTestId('file').filter({ hasText: 'empty.txt' })
  await empty.getByTestId('file-fetch').click()
  await expect(empty).toHaveAttribute('data-state', 'here')
  await ada.page.getByTestId('file').filter({ hasText: 'empty.txt' }).getByTestId('file-remove').click()
  await empty.getByTestId('file-remove').click()
  await expect(empty).toHaveCount(0)

  const hash = await drop(ada, 'large.bin', SIZE)
  const large = bob.page.getByTestId('file').filter({ hasText: 'large.bin' })
  await ada.page.getByTestId('file').filter({ hasText: 'notes.html' }).getByTestId('file-remove').click()
  await expect(bob.page.getByTestId('file')).toHaveCount(1)
  await pauseAt(bob, 0.1)
  await large.getByTestId('file-fetch').click()
  await expect(large).toHaveAttribute('data-state', 'paused')
  await large.getByTestId('file-cancel').click()
  await expect(large).toHaveAttribute('data-state', 'offered')
  await expect(ada.page.getByTestId('taker')).toHaveCount(0)
  await large.getByTestId('file-fetch').click()
  await expect(large).toHaveAttribute('data-state', 'here', { timeout: 60_000 })
  expect((await save(bob)).hash).toBe(hash)
})

test('so many files are shared and no more, and one that is too large is refused', async ({ visit }) => {
  const [ada, bob] = await meet(visit, cluster.urls, ['Ada', 'Bob']) as [DemoPage, DemoPage]
  await drop(ada, 'leaf.txt', 10, MOST_FILES)
  await expect(ada.page.getByTestId('file')).toHaveCount(MOST_FILES)
  await expect(ada.page.getByTestId('message')).toHaveCount(0)
  await expect(bob.page.getByTestId('file')).toHaveCount(MOST_FILES)
  await drop(ada, 'one more.txt', 10)
  await expect(ada.page.getByTestId('message')).toContainText('The file “one more.txt” was not shared or fetched. Stop sharing another one first.')
  await expect(bob.page.getByTestId('file')).toHaveCount(MOST_FILES)

  const folder = await mkdtemp(join(tmpdir(), 'almenara-'))
  try {
    const file = await open(join(folder, 'huge.bin'), 'w')
    await file.truncate(LARGEST + 1)
    await file.close()
    await bob.id('file-input').setInputFiles(join(folder, 'huge.bin'))
    await expect(bob.page.getByTestId('message')).toContainText('It is larger than 512 MiB.')
    await expect(bob.page.getByTestId('file')).toHaveCount(MOST_FILES)
  } finally {
    await rm(folder, { recursive: true })
  }
})
