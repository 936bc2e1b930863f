import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { findChromium } from './chromium.js'

const SCRIPT = resolve(import.meta.dirname, 'nat.sh')
const FOLDER = resolve(import.meta.dirname, '../target')

export type Side = 'A' | 'B'
export type Nat = 'cone' | 'symmetric' | 'tcp-only'

/** Where the node and coturn are: in the wide area network between the two. */
export const WAN = { namespace: 'almenara-wan', address: '203.0.113.1' }

/** The addresses that the sides have there. */
export const OUTSIDE: Record<Side, string> = { A: '203.0.113.11', B: '203.0.113.12' }

function run(...words: string[]): string {
  const { status, stderr, error } = spawnSync(SCRIPT, words, { encoding: 'utf8' })
  return status === 0 ? '' : stderr || (error?.message ?? `status ${status}`)
}

/** Makes the networks; what is told is why they can't be had here. */
export const up = (): string => run('up')

export const down = (): string => run('down')

export function setNat(side: Side, nat: Nat): void {
  const fault = run('set', side, nat)
  if (fault !== '') throw new Error(fault)
}

/** A program that is Chromium on that side. */
export function chromiumAt(side: Side): string {
  const program = join(FOLDER, `chromium-${side}.sh`)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(program, `#!/bin/sh\nexec ip netns exec almenara-cli${side} '${findChromium()}' "$@"\n`)
  chmodSync(program, 0o755)
  return program
}
