// The tables of a run: the middle of its rounds. A figure that is not sound is not printed; what was wrong with it is, below.
import { head, row, whole } from '../table.mjs'
import { CONTESTS, FIXED_RATE_RATIO, FLOOR_RATIO } from './scenarios.mjs'

const NONE = '—'
export const OWN = 'almenara'
export const FLOOR = 'bare Jakarta WebSocket'

function middle(numbers) {
  const sorted = numbers.filter(Number.isFinite).sort((one, other) => one - other)
  return sorted.length ? sorted[sorted.length >> 1] : NaN
}

/** The middle of a figure of `most` or `fixed` over the rounds; NaN when one of them is faulty. */
export function figure(result, kind, name) {
  const found = result.rounds.map((round) => round[kind])
  return !found.length || found.some((one) => !one || one.fault) ? NaN : middle(found.map((one) => one[name]))
}

const shown = (number, digits = 1) => Number.isFinite(number) ? number.toFixed(digits) : NONE
const many = (number) => Number.isFinite(number) ? whole(number) : NONE
const kilobytes = (bytes) => bytes === undefined ? '' : shown(bytes / 1000)

/** Every fault of a run, in words. */
export function faults(results) {
  const talks = [results.contests, results.cluster, ...Object.values(results.growth ?? {})].flatMap((some) => some ?? [])
  const found = talks.flatMap(({ what, at, server, rounds }) => rounds.flatMap((round) => [round, round.most, round.fixed].filter((one) => one?.fault)
    .map((one) => `${[what, at].filter(Boolean).join(', ')}, ${server}: ${one.fault}`)))
  const idle = (results.idle ?? []).filter(({ fault }) => fault).map(({ what, server, connections, fault }) => `${what}, ${server}, ${connections} connections: ${fault}`)
  return [...new Set([...found, ...idle])]
}

const bounds = (result) => [...new Set(result.rounds.map((round) => round.most?.bound).filter(Boolean))].join(', ')

function talks(results, title) {
  head(title, 'server', 'µs a message', 'the generator, µs', 'highest rate, /s', 'bounded by', 'µs at 500/s', 'p50, ms', 'p99, ms', 'connections per CPU second', 'idle, % of a core')
  for (const result of results) {
    row([[result.what, result.at && `${result.at} nodes`].filter(Boolean).join(', '), result.server, shown(figure(result, 'most', 'perMessage')),
      shown(1e6 * figure(result, 'most', 'generator') / figure(result, 'most', 'rate')), many(figure(result, 'most', 'rate')), bounds(result),
      shown(figure(result, 'fixed', 'perMessage')), shown(figure(result, 'fixed', 'p50'), 2), shown(figure(result, 'fixed', 'p99'), 2),
      many(middle(result.rounds.map((round) => round.opened?.perCpuSecond))), shown(100 * middle(result.rounds.map((round) => round.idle)))])
  }
}

const per = (ratio, most) => Number.isFinite(ratio) ? `${ratio.toFixed(2)} (at most ${most})` : NONE

/** Ours as a share of the others, beside what was aimed at. */
function ratios(contests) {
  head('ours / other, µs a message', 'other', 'highest rate', '500/s')
  for (const { id, what, ratio } of CONTESTS) {
    const [own] = contests.filter((result) => result.id === id && result.server === OWN)
    for (const other of contests.filter((result) => own && result.id === id && result !== own)) {
      const [most, fixed] = ['most', 'fixed'].map((kind) => figure(own, kind, 'perMessage') / figure(other, kind, 'perMessage'))
      row([what, other.server, per(most, other.server === FLOOR ? FLOOR_RATIO : ratio), other.server === FLOOR ? shown(fixed, 2) : per(fixed, FIXED_RATE_RATIO)])
    }
  }
}

function memory(idle) {
  head('idle connections', 'server', 'connections', 'kB resident, each', 'kB of heap, each', 'connections per CPU second')
  for (const { what, server, connections, resident, heap, opened, fault } of idle) {
    row(fault ? [what, server, whole(connections), NONE, NONE, NONE] : [what, server, whole(connections), kilobytes(resident), kilobytes(heap), many(opened.perCpuSecond)])
  }
}

function growing(results, title, name) {
  head(title, name, 'µs a message', 'against the least', 'highest rate, /s', 'bounded by')
  const least = Math.min(...results.map((result) => figure(result, 'most', 'perMessage')).filter(Number.isFinite))
  for (const result of results) {
    const cost = figure(result, 'most', 'perMessage')
    row([result.server, whole(result.at), shown(cost), shown(cost / least, 2), many(figure(result, 'most', 'rate')), bounds(result)])
  }
}

export function report(results) {
  const { machine, plan } = results
  console.log(`${machine.processor}, ${machine.cores} cores, ${Math.round(machine.memory / 2 ** 30)} GiB, ${machine.system}; load ${machine.loadBefore.toFixed(1)} before, ${machine.loadAfter.toFixed(1)} after. `
    + `Node ${results.node}, JDK ${results.jdk}. ${plan.rounds} rounds of ${plan.seconds} s; it took ${whole(results.seconds)} s.`)
  if (results.contests) {
    talks(results.contests, 'talk')
    ratios(results.contests)
  }
  if (results.idle) memory(results.idle)
  if (results.growth) {
    growing(results.growth.members, 'native, 200 connections', 'members of a room')
    growing(results.growth.foreign, 'y-webrtc, 200 connections', 'members of a room')
    growing(results.growth.rooms, 'native, rooms of 2', 'rooms')
  }
  if (results.cluster) talks(results.cluster, 'replication')
  const wrong = faults(results)
  if (wrong.length) console.log(`\nNo figures where something was wrong:\n${wrong.map((text) => `- ${text}`).join('\n')}`)
  if (disturbed(results)) console.log('\nOthers used more than a tenth of the machine during some of the rounds.')
}

const disturbed = (results) => JSON.stringify(results).includes('"disturbed":true')
