import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wasm } from '../../scripts/wasm.mjs'
import { Job } from '../../src/pow/job.js'
import { readQuote } from '../../src/pow/quote.js'
import { type Search, searchBy, searchInScript } from '../../src/pow/search.js'
import { sha256 } from '../../src/pow/sha256.js'
import { joined, order, target } from '../../src/pow/work.js'
import type { PaidAction } from '../../src/purse.js'

/** What server and SDK have in common: docs/vectors/pow.json. */
interface Vectors {
  quotes: { quote: string; bytes: string; effort: number; life: number }[]
  payments: {
    quote: string; action: number; room: string; subject: string; body: string; messages: number
    salt: string; digest: string; work: number; target: string; nonces: number[]; payment: string
  }[]
  targets: { work: number; target: string }[]
}

const vectors = JSON.parse(readFileSync(new URL('../../../docs/vectors/pow.json', import.meta.url), 'utf8')) as Vectors

const actions: PaidAction[] = ['post', 'join', 'claim', 'token', 'dht-put']
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bits = ({ high, low }: { high: number; low: number }): string => [high, low].map((half) => half.toString(16).padStart(8, '0')).join('')

const searches: [string, Search][] = [
  ['SIMD', searchBy(new WebAssembly.Module(wasm('simd')))],
  ['scalar', searchBy(new WebAssembly.Module(wasm('scalar')))],
  ['script', searchInScript],
]

test('quotes are read as the server writes them', () => {
  expect(vectors.quotes.length).toBeGreaterThan(0)
  for (const { quote, bytes, effort, life } of vectors.quotes) {
    const read = readQuote(quote)
    expect({ bytes: hex(read.bytes), effort: read.effort, ttl: read.ttl }).toEqual({ bytes, effort, ttl: life })
  }
})

test('targets are what the server compares with', () => {
  expect(vectors.targets.map(({ work }) => bits(target(work)))).toEqual(vectors.targets.map((each) => each.target))
})

test.each(searches)('payments by %s are those the server makes of the same salt', (_, search) => {
  expect(vectors.payments.length).toBeGreaterThan(0)
  for (const { action, room, subject, salt: text, ...vector } of vectors.payments) {
    const salt = Buffer.from(text, 'hex')
    const wanted = order({ ...vector, action: actions[action - 1]!, room: room || undefined, subject: subject || undefined })
    expect(hex(sha256(joined([wanted.prefix, salt])))).toBe(vector.digest)
    expect(wanted.price).toBe(vector.work)
    const job = new Job(wanted, salt)
    expect(bits(job.target)).toBe(vector.target)
    while (job.payment() === undefined) {
      const block = job.block(4_096, 1)
      job.take(block, search(job.words, block, job.target))
    }
    expect(job.payment()).toBe(vector.payment)
  }
})
