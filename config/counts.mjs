// How many tests passed, failed and were skipped, from the runners' own reports: node config/counts.mjs KIND FILE-OR-FOLDER...
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const none = { passed: 0, failed: 0, skipped: 0 }
const json = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Surefire and Failsafe: a folder with one TEST-*.xml a class. */
function surefire(folder) {
  return readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name)).map((name) => {
    const suite = /<testsuite\b[^>]*>/.exec(readFileSync(join(folder, name), 'utf8'))[0]
    const count = (attribute) => Number(new RegExp(`\\b${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0)
    const failed = count('errors') + count('failures')
    return { failed, skipped: count('skipped'), passed: count('tests') - failed - count('skipped') }
  })
}

function vitest(file) {
  const report = json(file)
  return [{ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }]
}

function playwright(file) {
  const { expected, unexpected, flaky, skipped } = json(file).stats
  return [{ passed: expected, failed: unexpected + flaky, skipped }]
}

/** The lines of config/checks.sh. */
function tap(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  return [{ passed: lines.filter((line) => /^ok /.test(line)).length, failed: lines.filter((line) => /^not ok /.test(line)).length, skipped: 0 }]
}

const kinds = { surefire, vitest, playwright, tap }
const [kind, ...places] = process.argv.slice(2)
const counts = places.filter(existsSync).flatMap(kinds[kind])
  .reduce((sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed, skipped: sum.skipped + one.skipped }), none)
console.log(counts.passed, counts.failed, counts.skipped)
