import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pages, REPOSITORY, textOf, write } from './blocks.js'

const SDK = join(REPOSITORY, 'js-sdk')
/** A folder of its own, for the tests that run the blocks write them too. */
const FOLDER = 'guides-types'
/** What is given to blocks, and is of a type that has members. */
const OBJECTS = 'room|peer|world|board|files|provider|devices|screen'

/** What the compiler says about the code of the guides. */
function faults(): string[] {
  const { stdout } = spawnSync(process.execPath, [join(SDK, 'node_modules/typescript/bin/tsc'), '-p', join(SDK, 'test/guides/tsconfig.json'), '--pretty', 'false'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.startsWith('target/'))
}

function writeAll(): void {
  rmSync(join(SDK, 'target', FOLDER), { recursive: true, force: true })
  for (const page of pages()) write(page, FOLDER)
}

/** The code within the text of a page that is about this SDK: not the blocks, and not the names of the other library in a table of names. */
function inline(page: string): string[] {
  const text = textOf(page).replace(/^```[\s\S]*?^```$/gm, '').replace(/^## What is missing[\s\S]*/m, '')
  const own = page.includes('migration') ? text.replace(/^\| .*? \|/gm, '') : text
  return [...own.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

/** The members that a text names, as a block that uses them. */
function membersIn(code: readonly string[]): string {
  const members = code.flatMap((text) => [...text.matchAll(new RegExp(`(?<![\\w/-])(${OBJECTS})\\.([a-z]\\w+)`, 'g'))].map(([member]) => member))
  const events = code.flatMap((text) => [...text.matchAll(/\b(room|board|files|provider|devices)\.on\('(\w+)'/g)].map(([, object, event]) => `${object}.on('${event}', () => {})`))
  return [...new Set([...members, ...events])].map((expression) => `void ${expression}`).join('\n')
}

/** A page of Markdown with one block, that declares what members are looked up in. */
function pageOf(code: string): string {
  const types = "import type { Peer, Room } from 'almenara'\nimport type { Devices, ScreenShare } from 'almenara/devices'\nimport type { Files } from 'almenara/files'\nimport type { SharedState } from 'almenara/state'\nimport type { World } from 'almenara/testing'\nimport type { YjsProvider } from 'almenara/yjs'"
  const objects = "declare const world: World\ndeclare const board: SharedState\ndeclare const devices: Devices\ndeclare const screen: ScreenShare\ndeclare const files: Files\ndeclare const provider: YjsProvider\ndeclare const room: Room\ndeclare const peer: Peer\nexport {}"
  return `\`\`\`ts\n${types}\n${objects}\n${code}\n\`\`\`\n`
}

test('every block of the guides is right for the types of the SDK', () => {
  writeAll()
  expect(faults()).toEqual([])
})

test('every member and event that the text of a guide names is there', () => {
  rmSync(join(SDK, 'target', FOLDER), { recursive: true, force: true })
  for (const page of pages()) write(page, FOLDER, pageOf(membersIn(inline(page))))
  expect(faults()).toEqual([])
})

test('a block and a text that name what is not there are found', () => {
  rmSync(join(SDK, 'target', FOLDER), { recursive: true, force: true })
  write('wrong.md', FOLDER, "# Wrong\n\n```js\nroom.sned('hello')\n```\n")
  write('inline.md', FOLDER, pageOf(membersIn(["room.on('opened', …)", 'peer.path()', 'peer.stream'])))
  expect(faults().map((fault) => fault.replace(/ Did you mean.*/, ''))).toEqual([
    expect.stringContaining("Property 'stream' does not exist on type 'Peer'"),
    expect.stringContaining('opened'),
    expect.stringMatching(/wrong\/line-4\.js\(4,.*Property 'sned' does not exist on type 'Room'/),
  ])
})

test('every sub-path that a guide names is one of the package, and every option and function is known', () => {
  const { exports } = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as { exports: object }
  const [platform] = readdirSync(join(SDK, 'node_modules/@typescript')).filter((name) => name.startsWith('typescript-'))
  const known = ['src/options.ts', 'src/index.ts', 'src/room.ts', 'src/peer.ts', 'src/state/limits.ts', 'src/state/state.ts', 'src/files/options.ts', 'src/files/files.ts', 'src/files/index.ts', 'src/seal/index.ts', 'src/seal/room.ts',
    'src/nodes/index.ts', 'src/actions/action.ts', 'src/actions/actions.ts', 'src/actions/index.ts', 'src/devices/devices.ts', 'src/devices/screen.ts', 'src/mesh.ts', 'src/yjs/limits.ts', 'src/yjs/provider.ts', 'src/trystero/index.ts', 'src/trystero/strategy.ts', 'node_modules/@trystero-p2p/core/dist/types.d.mts', 'src/react/index.ts', 'src/testing/world.ts', 'src/errors.ts', 'src/events.ts', 'src/path.ts', `node_modules/@typescript/${platform}/lib/lib.dom.d.ts`, 'node_modules/@types/react/index.d.ts',
  ].map((file) => readFileSync(join(SDK, file), 'utf8')).join()
  const unknown = pages().flatMap((page) => inline(page).flatMap((code) => {
    const paths = [...code.matchAll(/\balmenara\/([a-z]+)\b/g)].filter(([, name]) => !(`./${name}` in exports))
    const words = [...code.matchAll(/(?<![\w/.#-])[a-z]+[A-Z]\w*/g)].filter(([word]) => !new RegExp(`\\b${word}\\b`).test(known))
    return [...paths, ...words].map(([word]) => `${page}: ${word}`)
  }))
  expect(unknown).toEqual([])
})
