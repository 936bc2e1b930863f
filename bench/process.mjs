// What Linux knows of a process.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
const USER = 11
const OWN_AND_WAITED_FOR = 4

/** Seconds of processor that a process has used, with its children. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  const own = fields.slice(USER, USER + OWN_AND_WAITED_FOR).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS
  return own + children(pid).reduce((sum, child) => sum + cpuOf(child), 0)
}

const children = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)

/** Bytes of memory that a process has, shared pages counted in. */
export const residentOf = (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024

/** Seconds of processor that all of the machine's cores were busy. */
export function machineCpu() {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq) / TICKS
}
