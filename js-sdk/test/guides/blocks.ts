import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'

/** A piece of code in a guide. `mark` is what stands behind the language of its fence. */
export interface Block {
  /** The page's path in the repository. */
  readonly page: string
  /** The line of the page on which the code begins, from 1. */
  readonly line: number
  readonly language: string
  readonly mark: string
  readonly code: string
}

const HERE = import.meta.dirname
export const REPOSITORY = join(HERE, '../../..')
const FOLDERS = ['docs/guide', 'docs/migration']
/** Inside of the package, so that what blocks import is found; nobody commits it. */
const TARGET = join(HERE, '../../target')

/** What `stage.ts` gives to a block that does not make it itself. */
const GIVEN = /\b(nodes|id|room|peer|camera|password|status|count|list|area|people|saving|hint|words|input|bar|link|video|preview|screens|own|friends|almenara)\b/g

/** The paths of the guides and migration pages in the repository. */
export function pages(): string[] {
  return FOLDERS.flatMap((folder) => readdirSync(join(REPOSITORY, folder)).filter((file) => file.endsWith('.md')).map((file) => `${folder}/${file}`)).sort()
}

export function textOf(page: string): string {
  return readFileSync(join(REPOSITORY, page), 'utf8')
}

/** Every fenced block of a page, in order. */
export function blocksOf(page: string, text = textOf(page)): Block[] {
  return [...text.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: mark = '', 3: code = '' }) => ({
    page, language, mark, code, line: text.slice(0, index).split('\n').length + 1,
  }))
}

/** Whether a block is code for this SDK, to be checked. */
function isOurs({ language, mark }: Block): boolean {
  return /^(js|ts|tsx|html)$/.test(language) && mark !== 'before'
}

/** Whether a block says by its fence that only a browser can run it. */
export function needsBrowser({ mark }: Block): boolean {
  return mark === 'browser'
}

/** What a block that is a whole module exports itself, or declares as a test. */
function isModule({ code }: Block): boolean {
  return /^(export|test\()/m.test(code)
}

/** The script in a page of HTML, on its own lines; the SDK is imported as applications with a build do. */
function scriptOf(html: string): string {
  const [, before = '', script = ''] = /^([\s\S]*?<script[^>]*>)([\s\S]*?)<\/script>\s*$/.exec(html.replace(/<script src=.*<\/script>/, '')) ?? []
  return before.replace(/[^\n]/g, '') + script.replace(/^ {2}/gm, '').replace(/https:\/\/[\w.]+\/sdk\/almenara\.js/, 'almenara')
}

/** The names that a block makes on its outermost level. */
function made(code: string): string[] {
  const plain = [...code.matchAll(/^(?:async )?(?:const|let|class|function) (\w+)/gm)].map(([, name = '']) => name)
  const taken = [...code.matchAll(/^(?:const|let) [{[]([^=]*)[}\]] =/gm)].flatMap(([, names = '']) => names.split(',').map((name) => name.replace(/.*:/, '').trim()))
  return [...plain, ...taken]
}

/**
 * A block as a module, each line being on the line that it has in its page. Its default export is a function that is given what the block uses and does not
 * make, and gives what it has made.
 */
function moduleOf(block: Block): string {
  const lines = '\n'.repeat(block.line - 1)
  if (isModule(block)) return lines + block.code
  const code = block.language === 'html' ? scriptOf(block.code) : block.code
  const imports = code.match(/^import .*$/gm) ?? []
  const used = [...new Set((code.replace(/^import .*$/gm, '').match(GIVEN) ?? []).filter((name) => !imports.some((line) => new RegExp(`\\b${name}\\b`).test(line.replace(/'.*'/, '')))))]
  const stage = relative(join(TARGET, 'guides/page'), join(HERE, 'stage.js'))
  const typed = /^tsx?$/.test(block.language)
  const type = `import('${stage}').Stage`
  const [before, after] = typed ? [`async ({ ${used.join(', ')} }: ${type}) =>`, ''] : [`/** @type {(stage: ${type}) => Promise<object>} */ (async ({ ${used.join(', ')} }) =>`, ')']
  const body = code.replace(/^import .*$/gm, '')
  return `${imports.join('; ')}; export default ${before} { {${lines}${body}\nreturn { ${made(body).join(', ')} } } }${after}\n`
}

/** Writes the blocks of a page as modules, into a folder of that name in `target/`, and gives their files. */
export function write(page: string, into = 'guides', text = textOf(page)): { readonly block: Block; readonly file: string }[] {
  const name = basename(page, '.md')
  const folder = join(TARGET, into, name)
  mkdirSync(folder, { recursive: true })
  return blocksOf(page, text).filter(isOurs).map((block) => {
    // A module that others of the page import has the name by which they do so.
    const [, exported] = name === 'testing' ? /export class (\w+)/.exec(block.code) ?? [] : []
    const file = join(folder, `${exported?.toLowerCase() ?? `line-${block.line}`}.${block.language === 'html' ? 'js' : block.language}`)
    writeFileSync(file, moduleOf(block))
    return { block, file }
  })
}
