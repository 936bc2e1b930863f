import { expect, test } from 'vitest'
import { newRoomId } from '../../src/ids.js'
import { newSecret, openPublicRoom, openRoom } from '../../src/seal/index.js'
import { challenge } from './challenge.js'
import { bytesFor } from './means.js'

const asked = (host = ''): string => challenge(bytesFor('root'), 1_800_000_123, bytesFor('random').slice(0, 11), host)

test('a proof has the challenge, and the keys of the peer and of the room with their signatures', async () => {
  const proof = await (await openRoom(newSecret())).joinProof(asked(), 'node.example')
  expect(proof).toHaveLength(320)
  expect(proof.startsWith(asked())).toBe(true)
  expect(await (await openPublicRoom(newRoomId())).joinProof(asked(), 'node.example')).toHaveLength(192)
})

test('a challenge for the host that was called is answered, however it is written', async () => {
  const room = await openRoom(newSecret())
  expect(await room.joinProof(asked('node.example:8443'), 'Node.Example:8443')).toHaveLength(320)
})

test('a challenge that a node passes on from another one is not answered', async () => {
  const room = await openRoom(newSecret())
  for (const host of ['evil.example:8443', 'node.example', '']) {
    await expect(room.joinProof(asked('node.example:8443'), host)).rejects.toMatchObject({ code: 'bad-message', fault: 'elsewhere' })
  }
})

test.each([['empty', ''], ['too short', asked().slice(1)], ['too long', `${asked()}A`], ['of another version', `B${asked().slice(1)}`], ['no base64url', `${asked().slice(0, -1)}+`]])(
  'a challenge that is %s is malformed', async (_, text) => {
    await expect((await openRoom(newSecret())).joinProof(text, 'node.example')).rejects.toMatchObject({ fault: 'malformed' })
  })
