import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSolver } from '../../scripts/solver.mjs'
import type * as Pow from '../../src/pow/index.js'
import { faults, quote } from './payment.js'

let folder: string
let pow: typeof Pow

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'almenara-pow-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await buildSolver(folder)
  pow = await import(pathToFileURL(join(folder, 'almenara-pow.js')).href) as typeof Pow
})

afterAll(() => rm(folder, { recursive: true }))

/** Runs a script with the solver in a process of its own and gives what it prints, once it has ended by itself. */
async function run(script: string): Promise<string> {
  const file = join(folder, 'script.mjs')
  await writeFile(file, `import { createSolver } from './almenara-pow.js'\n${script}`)
  return (await promisify(execFile)(process.execPath, [file], { timeout: 30_000 })).stdout.trim()
}

test('the threads of Node pay the highest price there is', { timeout: 60_000 }, async () => {
  const solver = pow.createSolver()
  const work: Pow.Work = { quote: quote(2 ** 32 - 1), action: 'dht-put', body: 'x' }
  const progress: Pow.Progress[] = []
  expect(faults(await solver.solve(work, { onProgress: (each) => progress.push(each) }), work)).toEqual([])
  expect(progress.at(-1)).toMatchObject({ expected: 2 ** 24, found: 16 })
  solver.close()
})

test('a process ends when its work is done, without closing the solver, and not before', async () => {
  const work = { quote: quote(100_000), action: 'join', body: 'x' } as const
  const payment = await run(`createSolver().solve(${JSON.stringify(work)}).then(console.log)`)
  expect(faults(payment, work)).toEqual([])
})

test('without its other files the solver still pays', async () => {
  const other = (await readdir(folder)).filter((file) => /worker|wasm/.test(file))
  expect(other.length).toBeGreaterThan(2)
  await Promise.all(other.map((file) => rm(join(folder, file))))
  const work = { quote: quote(50_000), action: 'post', body: 'x' } as const
  expect(faults(await run(`createSolver().solve(${JSON.stringify(work)}).then(console.log)`), work)).toEqual([])
})
