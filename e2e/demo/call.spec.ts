import { expect } from '@playwright/test'
import { chromium, FAKE_MEDIA, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, expectMoving, PHONE, test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]

test.use({ launchOptions: chromium(LOOPBACK, ...FAKE_MEDIA) })
test.setTimeout(90_000)

test('two people at two nodes see, hear and write to each other, and share a screen', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await ada.create('Ada')
  const bob = await visit(`${second}/demo/${new URL(await ada.link()).hash}`, { viewport: PHONE, colorScheme: 'dark' })
  await bob.accept('Bob')
  await ada.expectConnectedTo('Bob')
  await bob.expectConnectedTo('Ada')

  await test.step('pictures go both ways', () => showEachOther(ada, bob))
  await test.step('sound arrives', async () => {
    await ada.toggle('microphone', 'on')
    const video = bob.tile('microphone').locator('video')
    await expect.poll(() => video.evaluate(({ paused, currentTime }: HTMLVideoElement) => !paused && currentTime > 0)).toBe(true)
  })
  await test.step('a camera goes off and on again', async () => {
    for (const person of [ada, bob, ada]) {
      const other = person === ada ? bob : ada
      await person.toggle('camera', 'off')
      await expect(other.tile('camera')).toHaveCount(0)
      await person.toggle('camera', 'on')
      await expectMoving(bob.tile('camera'))
      await expectMoving(ada.tile('camera'))
    }
  })
  await test.step('the screen is shared beside the camera', async () => {
    await ada.toggle('screen', 'on')
    await expectMoving(bob.tile('screen'))
    await expectMoving(bob.tile('camera'))
  })
  await test.step('they write, and text stays text', () => writeToEachOther(ada, bob))
  await ada.picture('call-ada')
  await bob.picture('call-bob')
  await test.step('the screen goes away again', async () => {
    await ada.toggle('screen', 'off')
    await expect(bob.tile('screen')).toHaveCount(0)
    await expectMoving(bob.tile('camera'))
  })
  await test.step('one leaves, and the other is alone at once', async () => {
    await bob.id('leave').click()
    await expect(ada.page.getByTestId('chat-note').last()).toHaveText('Bob left.')
    await expect(ada.page.getByTestId('tile')).toHaveCount(0)
    await expect(ada.id('people-count')).toHaveText('1')
    await expect(bob.id('start')).toBeVisible()
  })
})

async function showEachOther(one: DemoPage, other: DemoPage): Promise<void> {
  await one.toggle('camera', 'on')
  await other.toggle('camera', 'on')
  await expectMoving(one.tile('camera'))
  await expectMoving(other.tile('camera'))
}

async function writeToEachOther(one: DemoPage, other: DemoPage): Promise<void> {
  await one.say('Good evening from the first tower.')
  await other.say('<b>The fire</b> & the smoke are seen.')
  await expect(other.heard('Good evening from the first tower.')).toBeVisible()
  await expect(one.heard('<b>The fire</b> & the smoke are seen.')).toBeVisible()
}
