import { expect } from '@playwright/test'
import { chromium, LOOPBACK } from '../support/chromium.js'
import { type DemoPage, meet, test } from '../support/demo-page.js'
import { cluster } from '../support/shared.js'

const [first, second] = cluster.urls as [string, string]
const WEAK = 'beacon 1874'
/** Five words of 12 bits: just enough. */
const STRONG = 'otter candle velvet rocket maple'

test.use({ launchOptions: chromium(LOOPBACK) })

/** Everything that the page says to servers: addresses without their fragment, headers, bodies, frames. */
function watched({ page }: DemoPage): string[] {
  const said: string[] = []
  page.on('websocket', (socket) => {
    said.push(socket.url())
    socket.on('framesent', ({ payload }) => said.push(String(payload)))
  })
  page.on('request', (request) => { said.push(request.url().replace(/#.*/, ''), request.postData() ?? '', JSON.stringify(request.headers())) })
  return said
}

/** The names of the emoji that are shown for somebody. */
async function emoji(person: DemoPage, other: string): Promise<string[]> {
  const signs = person.card(other).getByTestId('emoji-sign')
  await expect(signs).toHaveCount(5)
  return signs.allTextContents()
}

async function typePassword(person: DemoPage, name: string, room: string, password: string): Promise<void> {
  await person.id('name').fill(name)
  await person.id('password-toggle').click()
  await person.id('sealed-name').fill(room)
  await person.id('password').fill(password)
}

test('two people meet in a sealed room by its link and compare emoji, and no server or log gets the secret', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  const saidByAda = watched(ada)
  await ada.createSealed('Ada')
  const link = new URL(await ada.link())
  const secret = link.hash.slice(1)
  expect(secret).toMatch(/^s1\.[\w-]{43}$/)
  expect(ada.page.url()).toBe(link.href)
  const bob = await visit(`${second}/demo/${link.hash}`)
  const saidByBob = watched(bob)
  await expect(bob.id('invitation')).toContainText('You are invited to a sealed room.')
  await bob.accept('Bob')
  await ada.expectConnectedTo('Bob')
  await bob.expectConnectedTo('Ada')

  await test.step('the page says plainly what is protected', async () => {
    await expect(ada.id('room-title')).toHaveText(/^Sealed room\s*$/)
    await expect(ada.id('protection')).toHaveAttribute('data-kind', 'sealed')
    await ada.id('protection').locator('summary').click()
    await expect(ada.id('protection-facts')).toContainText('No server can read or change')
    await ada.picture('sealed-facts')
    await ada.id('protection').locator('summary').click()
  })
  await test.step('both see the same five emoji, and say so', async () => {
    await ada.card('Bob').getByTestId('compare').click()
    expect(await emoji(bob, 'Ada')).toEqual(await emoji(ada, 'Bob'))
    await ada.picture('emoji')
    await ada.card('Bob').getByTestId('same').click()
    await expect(ada.card('Bob').getByTestId('verdict')).toContainText('Verified')
    await expect(bob.card('Ada').getByTestId('verdict')).toHaveText('')
    await bob.card('Ada').getByTestId('same').click()
    await expect(bob.card('Ada').getByTestId('verdict')).toContainText('Verified')
    await bob.picture('verified')
  })
  await test.step('a reload stays in the room, and the new connection is not verified', async () => {
    await bob.page.reload()
    await bob.expectInRoom()
    await bob.expectConnectedTo('Ada')
    await expect(ada.card('Bob')).toHaveCount(1)
    await expect(ada.card('Bob').getByTestId('verdict')).toHaveText('')
    await bob.say('Back behind the seal.')
    await expect(ada.heard('Back behind the seal.')).toBeVisible()
  })

  const said = [...saidByAda, ...saidByBob].join('\n')
  expect(said).toMatch(/\/room\/~[\w-]{43}/)
  expect(said).not.toContain(secret.slice(3))
  for (const person of [ada, bob]) {
    await expect(person.page.getByTestId('log-line').first()).toBeAttached()
    expect((await person.page.getByTestId('log-line').allTextContents()).join('\n')).not.toContain(secret.slice(3))
  }
})

test('a password that is weak is warned of while it is typed, and not taken', async ({ visit }) => {
  const ada = await visit(`${first}/demo/`)
  await typePassword(ada, 'Ada', 'the watch', WEAK)
  await expect(ada.id('password-strength')).toHaveAttribute('data-strength', 'weak')
  await expect(ada.id('password-verdict')).toContainText('Weak: about 21 of 60 bits.')
  await expect(ada.id('password-warning')).toContainText('may be guessed')
  await ada.picture('weak-password')
  await ada.id('join-password').click()
  await expect(ada.page.getByTestId('message')).toContainText('The password is too weak.')
  await expect(ada.id('start')).toBeVisible()
  await expect(ada.id('password')).toBeFocused()

  await ada.id('password').fill(STRONG.slice(0, -3))
  await expect(ada.id('password-strength')).toHaveAttribute('data-strength', 'weak')
  await ada.id('password').fill(STRONG)
  await expect(ada.id('password-strength')).toHaveAttribute('data-strength', 'enough')
  await ada.id('sealed-name').fill('')
  await ada.id('join-password').click()
  await expect(ada.page.getByTestId('message').last()).toContainText('The room has no name.')
})

test('two people meet by a name and a password, and the page says that it works meanwhile', async ({ visit }) => {
  const room = `the watch ${Date.now()}`
  const [ada, bob] = [await visit(`${first}/demo/`), await visit(`${second}/demo/`)]
  const said = [ada, bob].map(watched)
  await ada.page.evaluate(() => {
    const button = document.getElementById('join-password') as HTMLElement
    new MutationObserver(() => { if (button.ariaBusy === 'true') document.documentElement.dataset.worked = button.textContent ?? '' }).observe(button, { attributes: true, childList: true })
  })
  for (const [person, name] of [[ada, 'Ada'], [bob, 'Bob']] as const) {
    await typePassword(person, name, room, STRONG)
    await person.id('join-password').click()
    await person.expectInRoom()
    await expect(person.id('room-name')).toHaveText(room)
    await expect(person.id('protection')).toHaveAttribute('data-kind', 'sealed')
  }
  await ada.expectConnectedTo('Bob')
  await expect(ada.page.locator('html')).toHaveAttribute('data-worked', 'Working…')
  expect(new URL(await ada.link()).hash).toBe(new URL(await bob.link()).hash)
  await expect(ada.id('password')).toHaveValue('')
  const all = said.flat().join('\n')
  expect(all).not.toMatch(/otter|the watch/)
  expect(all).not.toContain((await ada.link()).split('#s1.')[1])
})

test('in a public room the page says what is not protected, and emoji that differ are an alarm', async ({ visit }) => {
  const [ada, bob] = await meet(visit, [first, second], ['Ada', 'Bob']) as [DemoPage, DemoPage]
  await expect(ada.id('protection')).toHaveAttribute('data-kind', 'public')
  await expect(ada.id('protection-facts')).toContainText('could have put itself in the middle')
  await bob.card('Ada').getByTestId('compare').click()
  expect(await emoji(ada, 'Bob')).toEqual(await emoji(bob, 'Ada'))
  await bob.card('Ada').getByTestId('differ').click()
  await expect(bob.card('Ada').getByTestId('verdict')).toContainText('Not safe')
  await expect(bob.page.getByTestId('message')).toContainText('somebody may be listening')
  await bob.card('Ada').getByTestId('compare').click()
  expect(await emoji(bob, 'Ada')).toEqual(await emoji(ada, 'Bob'))
})
