import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { test } from '../support/demo-page.js'
import { dear } from '../support/priced.js'

test.use({ launchOptions: chromium(LOOPBACK) })
test.beforeAll(() => dear.start())
test.afterAll(() => dear.stop())

test('the demo asks before it works when it is told to, and shows the price, the work and the time it took', async ({ visit }) => {
  const ada = await visit(`${dear.urls[0]}/demo/`)
  await ada.id('name').fill('Ada')
  await ada.id('options-toggle').click()
  await ada.id('unasked').selectOption({ label: 'Always ask' })
  await ada.id('create-room').click()
  await expect(ada.page.getByTestId('message')).toContainText('4.2 million hashes for entering the room')
  await expect(ada.id('state')).toHaveAttribute('data-state', 'connecting')
  await ada.picture('asked-for-work')

  await ada.page.getByTestId('choose').click()
  await ada.expectInRoom()
  await expect(ada.page.getByTestId('message')).toHaveCount(0)
  await expect(ada.id('work-sum')).toHaveText(/^[2-9] payments, [\d.]+ million hashes, [\d.]+ s$/)
  await expect(ada.id('work-now')).toHaveText(/^done in [\d.]+ s$/)
  await expect(ada.id('work-price')).toHaveText('1.0 million hashes for a message')
  await expect(ada.id('work-progress')).toBeHidden()
  await ada.picture('work-done')
})
