import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { PageServer } from '../support/page-server.js'
import { cluster } from '../support/shared.js'

/** The first page of the guide to plain HTML, whose hosts are replaced by the nodes of this machine. */
function page(): string {
  const guide = readFileSync(resolve(import.meta.dirname, '../../docs/guide/plain-html.md'), 'utf8')
  const [, html = ''] = /^```html\n([\s\S]*?)^```$/m.exec(guide) ?? []
  const [first = '', second = ''] = cluster.urls
  return html.replaceAll('https://one.example', first).replaceAll('https://two.example', second)
}

test('the page of the guide to plain HTML is a chat, as it stands there', async ({ context }) => {
  const site = await PageServer.open('', { '/chat.html': page() })
  try {
    const [ada, bob] = [await open(context, site), await open(context, site)]
    await expect(async () => {
      await say(ada, 'hello')
      await expect(bob.locator('body')).toContainText(/[a-z2-7]{4}: hello/, { timeout: 1_000 })
    }).toPass()
    await say(bob, 'hi')
    await expect(bob.locator('body')).toContainText('you: hi')
    await expect(ada.locator('body')).toContainText(/[a-z2-7]{4}: hi/)
  } finally {
    await site.close()
  }
})

async function open(context: BrowserContext, site: PageServer): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${site.url}/chat.html`)
  await expect(page).toHaveTitle('Garden chat: joined')
  return page
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('message').fill(text)
  await page.getByRole('button', { name: 'Say' }).click()
}
