import { resolve } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { build } from '../../js-sdk/node_modules/esbuild/lib/main.js'
import { newRoom, RoomPage } from '../support/room-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]
const SDK = resolve(import.meta.dirname, '../../js-sdk')

/** A chat of hooks, in StrictMode, with the built hooks and the core that stands beside them. */
const CHAT = `
import { createElement, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { useAction, useMessages, usePeers, useRoom, useRoomState } from './dist/almenara-react.js'

function Chat({ nodes, id }) {
  const room = useRoom(nodes, id)
  const lines = useMessages(room, { action: 'chat' })
  const send = useAction(room, 'chat')
  return createElement('div', {},
    createElement('p', { id: 'state' }, useRoomState(room)),
    createElement('p', { id: 'peers' }, usePeers(room).filter(({ state }) => state === 'connected').length),
    createElement('p', { id: 'lines' }, lines.map(({ data }) => data).join(', ')),
    createElement('button', { id: 'send', onClick: () => send('hello from ' + location.port) }, 'Send'))
}

function Page(given) {
  const [shown, show] = useState(true)
  return createElement('div', {}, shown && createElement(Chat, given), createElement('button', { id: 'close', onClick: () => show(false) }, 'Close'))
}

export const open = (nodes, id) => createRoot(document.body).render(createElement(StrictMode, {}, createElement(Page, { nodes, id })))
`

let bundle = ''
test.beforeAll(async () => {
  const { outputFiles } = await build({ stdin: { contents: CHAT, resolveDir: SDK }, bundle: true, format: 'esm', write: false })
  bundle = outputFiles[0]?.text ?? ''
})

async function open(context: BrowserContext, node: string, id: string): Promise<Page> {
  await context.route('**/sdk/application.js', (route) => route.fulfill({ contentType: 'text/javascript', body: bundle }))
  const { page } = await RoomPage.open(context, node)
  await page.evaluate(async ({ node, id }) => {
    const { open } = await import(`${location.origin}/sdk/application.js`) as { open(nodes: string[], id: string): void }
    open([node], id)
  }, { node, id })
  return page
}

test('components join a room once, see each other and talk, and leave with the component', async ({ context }) => {
  const id = newRoom()
  const [one, other] = [await open(context, first, id), await open(context, second, id)] as const
  for (const page of [one, other]) {
    await expect(page.locator('#state')).toHaveText('joined')
    await expect(page.locator('#peers')).toHaveText('1')
  }
  await one.locator('#send').click()
  await expect(other.locator('#lines')).toHaveText(`hello from ${new URL(first).port}`)
  await other.locator('#close').click()
  await expect(one.locator('#peers')).toHaveText('0')
})
