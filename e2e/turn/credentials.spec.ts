import { expect, test, type Granted } from './fixtures.js'

const FORBIDDEN = 403
const UNAUTHORIZED = 401
const QUOTA_REACHED = 486

test('a credential of POST /token allocates, over every URL that comes with it', async ({ relay }) => {
  const granted = await relay.token()
  const { urls, username, credential } = granted.iceServers[0]
  expect({ username, credential }).toEqual({ username: granted.username, credential: granted.credential })
  expect(urls.map((url) => url.split('?')[1])).toEqual(['transport=udp', 'transport=tcp'])
  expect(await relay.client(urls[0], granted).allocate()).toBe(0)
})

test('an expired credential, one with a wrong password and one of a foreign secret are refused', async ({ relay }) => {
  const { username, credential, iceServers: [{ urls: [url] }] } = await relay.token()
  const user = username.split(':')[1] as string
  const now = Math.floor(Date.now() / 1000)

  expect(await relay.client(url, relay.forge(`${now + 60}:${user}`)).allocate(), 'the test can make credentials').toBe(0)
  for (const wrong of [
    relay.forge(`${now - 1}:${user}`),
    relay.forge(`${now + 60}:${user}`, 'the secret of somebody else'),
    { username, credential: Buffer.from('guessed').toString('base64') },
    { username: `${now + 86_400}:${user}`, credential },
    { username: `${username}x`, credential },
  ]) expect(await relay.client(url, wrong).allocate(), wrong.username).toBe(UNAUTHORIZED)
})

test('nothing is relayed to the networks that the configuration denies', async ({ relay }) => {
  const granted = await relay.token()
  const client = relay.client(granted.iceServers[0].urls[0], granted)
  expect(await client.allocate()).toBe(0)

  const ranges = relay.configured('denied-peer-ip').filter((range) => !range.includes(':')).map((range) => range.split('-'))
  expect(ranges.length).toBeGreaterThan(12)
  for (const address of [...ranges.flat(), '169.254.169.254']) expect(await client.permit(address), address).toBe(FORBIDDEN)
  for (const address of ['127.0.0.1', '8.8.8.8', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0']) expect(await client.permit(address), address).toBe(0)
})

test('another credential is no way around the quota of a network', async ({ relay }) => {
  const granted: Granted[] = []
  for (let i = 0; i < 6; i++) granted.push(await relay.token())
  const url = granted[0]!.iceServers[0].urls[0]
  const quota = Number(relay.configured('user-quota')[0])
  // An allocation that another test has ended may count for a moment longer.
  for (let i = 0; i < quota; i++) await expect.poll(() => relay.client(url, granted[i % 5]!).allocate(), `allocation ${i + 1} of ${quota}`).toBe(0)

  expect(await relay.client(url, granted[5]!).allocate(), 'the sixth credential').toBe(QUOTA_REACHED)
  expect(await relay.client(url, await relay.token()).allocate(), 'one fetched afterwards').toBe(QUOTA_REACHED)
  expect(await relay.client(url, relay.forge(`${Math.floor(Date.now() / 1000) + 60}:somebodyelse`)).allocate(), 'another network').toBe(0)
})
