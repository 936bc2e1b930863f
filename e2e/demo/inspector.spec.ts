import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]

test.use({ launchOptions: chromium(LOOPBACK) })

test('the inspector is fetched when its tab is opened, shows the connection, and never the secret', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  const fetched: string[] = []
  ada.page.on('request', (request) => fetched.push(new URL(request.url()).pathname))
  await ada.createSealed('Ada')
  const secret = new URL(await ada.link()).hash.slice(1)
  const bob = await visit(`${second}/demo/#${secret}`)
  await bob.accept('Bob')
  await ada.expectConnectedTo('Bob')
  expect(fetched).not.toContain('/sdk/almenara-inspector.js')

  await ada.open('inspector')
  const inspector = ada.id('inspector').locator('almenara-inspector')
  await expect(inspector).toContainText('Sealed room')
  expect(fetched).toContain('/sdk/almenara-inspector.js')
  await ada.picture('inspector')
  await inspector.getByRole('tab', { name: 'Peers' }).click()
  await expect(inspector.getByRole('table', { name: 'Peers' })).toContainText('direct')
  await ada.picture('inspector-peers')
  await inspector.getByRole('tab', { name: 'Timeline' }).click()
  await bob.say('Seen by the inspector.')
  await expect(ada.heard('Seen by the inspector.')).toBeAttached()
  expect(await inspector.evaluate(({ shadowRoot }) => shadowRoot?.textContent)).not.toContain(secret.slice(3))

  await ada.open('chat')
  await ada.open('inspector')
  await expect(ada.id('inspector').locator('almenara-inspector')).toHaveCount(1)
  await ada.id('leave').click()
  await expect(ada.page.locator('almenara-inspector')).toHaveCount(0)
})
