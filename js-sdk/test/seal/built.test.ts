import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSeal } from '../../scripts/seal.mjs'
import * as source from '../../src/seal/index.js'

let folder: string
let built: typeof source

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almenara-seal-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await buildSeal(folder)
  built = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'almenara-seal.js')).href) as typeof source
})

afterAll(() => rm(folder, { recursive: true }))

test('the module that is shipped and its source understand each other', async () => {
  const secret = built.newSecret()
  const [one, other] = [await built.openRoom(secret), await source.openRoom(secret)]
  expect(other.room).toBe(one.room)
  const envelope = await one.seal('signal', other.identity.peer, 'hello')
  expect(await other.unseal('signal', one.identity.peer, envelope)).toMatchObject({ data: 'hello' })
})

test('passwords are stretched by a file of its own, which has the licence of what is in it', { timeout: 60_000 }, async () => {
  const words = 'brachiosaur trowel finch umbel quartz'
  expect(await built.secretFromPassword('a', words)).toBe(await source.secretFromPassword('a', words))
  expect(await readFile(join(folder, 'almenara-argon2.js'), 'utf8')).toContain('Permission is hereby granted')
  expect((await readFile(join(folder, 'almenara-seal.js'), 'utf8'))).not.toContain('argon2id')
})

test('without that file a password is refused, and says what is missing', async () => {
  await rm(join(folder, 'almenara-argon2.js'))
  const alone = await import(/* @vite-ignore */ `${pathToFileURL(join(folder, 'almenara-seal.js')).href}?alone`) as typeof source
  await expect(alone.secretFromPassword('a', 'brachiosaur trowel finch umbel zinc')).rejects.toMatchObject({ code: 'misuse', message: expect.stringContaining('almenara-argon2.js') })
})
