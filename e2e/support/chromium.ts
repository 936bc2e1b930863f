import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium or Chrome of this machine: that of the variable CHROMIUM, else the first in PATH. */
export function findChromium(): string {
  const found = [process.env.CHROMIUM ?? '', ...NAMES].flatMap(places).find(isProgram)
  if (found === undefined) throw new Error('No Chromium was found: install the package chromium (or google-chrome), or set CHROMIUM to the program.')
  return found
}

function places(name: string): string[] {
  if (name === '') return []
  if (isAbsolute(name)) return [name]
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
