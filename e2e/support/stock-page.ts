import { resolve } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { build } from '../../js-sdk/node_modules/esbuild/lib/main.js'

/** What an application's bundler makes of other projects' clients, out of node_modules: a script whose exports are the global `stock`. */
export async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({ stdin: { contents, resolveDir: resolve(import.meta.dirname, '..') }, bundle: true, format: 'iife', globalName: 'stock', write: false })
  return outputFiles[0]?.text ?? ''
}

/** An empty page in a browser profile of its own, of the node's origin: the text of the SDK, which does nothing by itself. */
export async function openEmpty(browser: Browser, node: string): Promise<Page> {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  await page.goto(`${node}/sdk/almenara.js`)
  return page
}

/** Such a page that runs the script. */
export async function openStock(browser: Browser, node: string, script: string): Promise<Page> {
  const page = await openEmpty(browser, node)
  await page.addScriptTag({ content: script })
  return page
}
