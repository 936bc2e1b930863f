import { expect, test } from 'vitest'
import { type Bencode, readBencode, type Writable, writeBencode } from '../../src/nodes/bencode.js'
import { seeded } from '../overlay/random.js'

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0))
const text = (value: Uint8Array): string => String.fromCharCode(...value)
const read = (content: string): Bencode | undefined => readBencode(bytes(content))

test('each kind has its form', () => {
  const value = new Map<string, Writable>([['e', ['x', []]], ['a', 0], ['b', -12], ['c', ''], ['d', bytes('h\xff')], ['f', new Map()], ['g', 123456789012345678n]])
  const written = writeBencode(value)
  expect(text(written)).toBe('d1:ai0e1:bi-12e1:c0:1:d2:h\xff1:el1:xlee1:fde1:gi123456789012345678ee')
  const back = readBencode(written) as Map<string, Bencode>
  expect([...back.keys()]).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(back.get('g')).toBe(123456789012345678n)
  expect(back.get('d')).toEqual(bytes('h\xff'))
  expect(writeBencode(back)).toEqual(written)
  expect(writeBencode('ü')).toEqual(bytes('2:\xc3\xbc'))
})

test.each(['', 'd', 'de ', 'le ', 'i1', 'ie', 'i01e', 'i-0e', 'i+1e', 'i1.5e', 'i1234567890123456789e', '1:', '01:x', '-1:', '2:x', '999999999999999999:', 'd1:b0:1:a0:e', 'd1:a0:1:a0:e', 'di1e1:ae', 'd1:ae', 'l', 'li1e', 'e', 'x'])(
  '%o is not the one form of anything', (content) => {
    expect(read(content)).toBeUndefined()
  })

test('numbers have 18 characters at most, and lists stand four deep', () => {
  expect(read(`i${'9'.repeat(18)}e`)).toBe(999_999_999_999_999_999n)
  expect(read(`i-${'9'.repeat(17)}e`)).toBe(-99_999_999_999_999_999n)
  expect(read(`i-${'9'.repeat(18)}e`)).toBeUndefined()
  expect(read('lllleeee')).toEqual([[[[]]]])
  expect(read('llllleeeee')).toBeUndefined()
  expect(readBencode(bytes('llllleeeee'), 5)).toEqual([[[[[]]]]])
})

test('what can be read is written as it was, and anything else is refused quietly', () => {
  const random = seeded(7)
  const good = writeBencode(new Map<string, Writable>([['capabilities', ['turn', 'stun']], ['effort', 262_144], ['url', 'https://node.example/']]))
  let readable = 0
  for (let index = 0; index < 20_000; index++) {
    const changed = good.slice()
    changed[Math.floor(random() * changed.length)] = Math.floor(random() * 256)
    const value = readBencode(changed)
    if (value === undefined) continue
    readable++
    expect(text(writeBencode(value))).toBe(text(changed))
  }
  expect(readable).toBeGreaterThan(1_000)
})
