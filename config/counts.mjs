// What the runners' own reports say: how many tests passed, failed and were skipped, and a line for each that failed.
// node config/counts.mjs KIND:FILE-OR-FOLDER...
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const MESSAGE_CHARACTERS = 300
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const json = (file) => JSON.parse(readFileSync(file, 'utf8'))
const tally = (passed, failed, skipped, failures) => ({ passed, failed, skipped, failures })

/** A test that failed, in one line: what it is called, and how what it said begins. */
function named(test, message = '') {
  // The runners colour what they say.
  const plain = message.replace(/\u001b\[[0-9;]*m/g, '').replace(/\s+/g, ' ').trim()
  return plain === '' ? test : `${test}: ${plain.slice(0, MESSAGE_CHARACTERS)}`
}

/** Surefire and Failsafe: a folder with one TEST-*.xml a class. */
function surefire(folder) {
  return readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name)).map((name) => {
    // What a test has printed may look like anything.
    const report = readFileSync(join(folder, name), 'utf8').replace(/<!\[CDATA\[.*?\]\]>/gs, '')
    const suite = /<testsuite\b[^>]*>/.exec(report)[0]
    const count = (attribute) => Number(attributeOf(suite, attribute) ?? 0)
    const failures = report.split(/(?=<testcase\b)/).slice(1).filter((test) => /<(?:failure|error)\b/.test(test))
      .map((test) => named(`${attributeOf(test, 'classname')} ${attributeOf(test, 'name')}`, attributeOf(test.split(/<(?=failure|error)/)[1], 'message')))
    const failed = count('errors') + count('failures')
    return tally(count('tests') - failed - count('skipped'), failed, count('skipped'), failures)
  })
}

function attributeOf(element, name) {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1].replace(/&(?:#(\d+)|(\w+));/g, (_, code, entity) => code ? String.fromCodePoint(code) : ENTITIES[entity])
}

function vitest(file) {
  const report = json(file)
  const failures = report.testResults.filter((file) => file.status === 'failed').flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed')
      .map((test) => named(`${basename(name)} ${test.fullName}`, test.failureMessages[0]))
    // A file that could not be loaded has none.
    return tests.length > 0 ? tests : [named(basename(name), message)]
  })
  return [tally(report.numPassedTests, report.numFailedTests, report.numPendingTests + report.numTodoTests, failures)]
}

function playwright(file) {
  const { stats, suites } = json(file)
  return [tally(stats.expected, stats.unexpected + stats.flaky, stats.skipped, suites.flatMap(failedSpecs))]
}

function failedSpecs(suite) {
  const failed = (test) => test.status === 'unexpected' || test.status === 'flaky'
  const own = (suite.specs ?? []).flatMap((spec) => spec.tests.filter(failed)
    .map((test) => named(`${spec.file}:${spec.line} ${spec.title}`, test.results.find((run) => run.error)?.error.message)))
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)]
}

/** The lines of config/checks.sh. */
function tap(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const failures = lines.filter((line) => line.startsWith('not ok ')).map((line) => line.slice('not ok '.length))
  return [tally(lines.filter((line) => line.startsWith('ok ')).length, failures.length, 0, failures)]
}

const kinds = { surefire, vitest, playwright, tap }
const tallies = process.argv.slice(2).map((report) => report.split(/:(.*)/s))
  .filter(([, place]) => existsSync(place)).flatMap(([kind, place]) => kinds[kind](place))
const sum = (count) => tallies.reduce((all, one) => all + count(one), 0)
console.log(sum((one) => one.passed), sum((one) => one.failed), sum((one) => one.skipped))
for (const failure of tallies.flatMap((one) => one.failures)) {
  console.log(failure)
}
