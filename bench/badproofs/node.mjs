// The node that is flooded: one of our own, started by ./run, or another's, of which less is known.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cpuOf } from '../process.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = join(root, 'bench/target/badproofs')
const PORT = 25080
const env = { ...process.env, ALMENARA_RUN: folder, ALMENARA_CLUSTER: `bench-${process.pid}` }

/** Starts a node; `stop` ends it. */
export async function start() {
  const run = promisify(execFile)
  await run(join(root, 'run'), ['--stop'], { env })
  await run(join(root, 'run'), ['--port', String(PORT), '--detach'], { env })
  return { url: `http://127.0.0.1:${PORT}`, stop: () => run(join(root, 'run'), ['--stop'], { env }) }
}

/** Microseconds of processor that the node we started has used. */
export const cpu = () => cpuOf(readFileSync(join(folder, 'node1.pid'), 'utf8').trim()) * 1e6

/** What the node we started has counted of payments, by verdict; `unseen` are those that it did not look at. */
export async function payments() {
  const text = await (await fetch(`http://127.0.0.1:${PORT + 9990 - 8080}/prometheus`)).text()
  const counts = {}
  for (const [, verdict, value] of text.matchAll(/^almenara_payment_total\{.*verdict="([^"]*)".*\} (\S+)$/gm)) counts[verdict] = Number(value)
  counts.unseen = Number(/^almenara_payment_unseen_total\{.*\} (\S+)$/m.exec(text)?.[1] ?? 0)
  return counts
}
