import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, DESKTOP, PHONE, test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

const [first, second, third] = cluster.urls as [string, string, string]

// There is a camera, but nobody has allowed its use, and a browser without a window has nobody to ask.
test.use({ launchOptions: chromium(LOOPBACK, '--use-fake-device-for-media-stream'), permissions: [] })

test('somebody without permission for the camera is told so, and still chats', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const bob = await visit(`${second}/demo/${new URL(await ada.link()).hash}`)
  await bob.accept('Bob')
  await ada.expectConnectedTo('Bob')

  await ada.id('camera').click()
  await expect(ada.page.getByTestId('message')).toContainText('camera')
  await expect(ada.id('camera')).toHaveAttribute('data-state', 'off')
  await ada.picture('refused-camera')
  await ada.page.getByTestId('dismiss').click()
  await expect(ada.page.getByTestId('message')).toHaveCount(0)
  await ada.say('No picture, but words.')
  await expect(bob.heard('No picture, but words.')).toBeVisible()
})

test('a followed link asks before it joins, and a reload stays in the room', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.picture('start')
  await ada.create('Ada')
  const bob = await visit(await ada.link())

  await expect(bob.id('invitation')).toBeVisible()
  await expect(ada.id('people-count')).toHaveText('1')
  await bob.picture('invitation')
  await bob.accept('Bob')
  await bob.expectConnectedTo('Ada')
  await bob.page.reload()
  await bob.expectInRoom()
  await bob.expectConnectedTo('Ada')
  await ada.expectConnectedTo('Bob')
  await expect(ada.id('people-count')).toHaveText('2')
  await ada.picture('room')
})

test('the newest line of the chat stays in sight when the window changes its size', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`, { viewport: PHONE })
  await ada.create('Ada')
  for (let line = 1; line <= 12; line++) await ada.say(`line ${line}`)
  const newest = ada.page.getByTestId('chat-note').last()
  const list = ada.id('chat-log')
  const belowEdge = async (): Promise<number> => list.evaluate((view) => Math.round((view.querySelector('li:last-child') as Element).getBoundingClientRect().bottom - view.getBoundingClientRect().bottom))

  await expect(newest).toHaveText('Nobody is connected yet, so nobody got this.')
  for (const viewport of [PHONE, DESKTOP, { width: 1000, height: 480 }, PHONE]) {
    await ada.page.setViewportSize(viewport)
    await expect.poll(belowEdge, `at ${viewport.width} x ${viewport.height}`).toBeLessThanOrEqual(0)
  }
})

test('a link that names other nodes leads to them', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const bob = await visit(`${first}/demo/?nodes=${second},${third}&transport=sse${new URL(await ada.link()).hash}`)
  await bob.accept('Bob')

  await bob.expectConnectedTo('Ada')
  await expect(bob.id('node-url')).toHaveText(second)
  await expect(bob.id('node-transport')).toHaveAttribute('data-transport', 'sse')
  await expect(ada.id('node-transport')).toHaveAttribute('data-transport', 'websocket')
})

test('a link that uses a mesh says so before it is followed, as long as that is wanted', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const { hash } = new URL(await ada.link())
  const plain = await visit(`${second}/demo/${hash}`)
  await expect(plain.id('invitation')).toBeVisible()
  await expect(plain.id('invitation-mesh')).toBeHidden()
  const bob = await visit(`${second}/demo/?mesh${hash}`)
  await expect(bob.id('invitation-mesh')).toContainText('servers of other operators')
  await bob.id('options-toggle').click()
  await bob.id('mesh').uncheck()
  await expect(bob.id('invitation-mesh')).toBeHidden()
  await bob.id('mesh').check()
  await expect(bob.id('invitation-mesh')).toBeVisible()
})

test('on a phone the whole chat is in sight in a new room, and below the pictures when there are some', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`, { viewport: PHONE })
  await ada.create('Ada')
  await expect(ada.id('chat-send')).toBeInViewport({ ratio: 1 })
  const order = (): Promise<string[]> => ada.page.evaluate(() => ['stage', 'people-panel', 'chat-panel'].toSorted((one, other) => {
    const top = (id: string): number => (document.getElementById(id) as Element).getBoundingClientRect().top
    return top(one) - top(other)
  }))
  expect(await order()).toEqual(['chat-panel', 'stage', 'people-panel'])
  await ada.id('tiles').evaluate((tiles) => { tiles.dataset.count = '1' })
  expect(await order()).toEqual(['stage', 'chat-panel', 'people-panel'])
})

test('going back to the same room on other nodes leads to these nodes', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const link = await ada.link()
  const bob = await visit(`${first}/demo/?nodes=${second},${third}${new URL(link).hash}`)
  await bob.id('name').fill('Bob')
  await bob.id('place').fill(link)
  await bob.id('place').press('Enter')
  await bob.expectConnectedTo('Ada')
  await expect(bob.id('node-url')).toHaveText(first)

  await bob.page.goBack()
  await expect(bob.id('invitation-nodes')).toHaveText(`${second}, ${third}`)
  await expect(ada.id('people-count')).toHaveText('1')
  await bob.accept('Bob')
  await bob.expectConnectedTo('Ada')
  await expect(bob.id('node-url')).toHaveText(second)
})

test('a room is joined by its name, used and left with the keyboard alone', async ({ visit }) => {
  const name = `beacon ${Date.now()}`
  const [ada, bob] = [await visit(`${first}/demo/`), await visit(`${second}/demo/`)]
  for (const [person, called] of [[ada, 'Ada'], [bob, 'Bob']] as const) {
    await tabTo(person, 'name')
    await person.page.keyboard.type(called)
    await tabTo(person, 'place')
    await person.page.keyboard.type(name)
    await person.page.keyboard.press('Enter')
    await person.expectInRoom()
    await expect(person.id('room-title')).toBeFocused()
    // It is where a screen reader begins, and no box is drawn round it.
    await expect(person.id('room-title')).toHaveCSS('outline-style', 'none')
  }
  await ada.expectConnectedTo('Bob')

  await tabTo(ada, 'chat-text')
  await ada.page.keyboard.type('Typed without a mouse.')
  await ada.page.keyboard.press('Enter')
  await expect(bob.heard('Typed without a mouse.')).toBeVisible()
  await expect(ada.id('chat-text')).toBeFocused()
  await tabTo(ada, 'leave', 'Shift+Tab')
  await ada.page.keyboard.press('Enter')
  await expect(ada.id('start-title')).toBeFocused()
  await expect(bob.page.getByTestId('chat-note').last()).toHaveText('Ada left.')
})

/** Presses Tab until the element has the focus, which must be visible then. */
async function tabTo({ page }: DemoPage, id: string, key = 'Tab'): Promise<void> {
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '')
  for (let presses = 0; presses < 40 && await focused() !== id; presses++) await page.keyboard.press(key)
  expect(await focused()).toBe(id)
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)
  expect(outline, 'the focus is to be seen').not.toBe('none')
}
