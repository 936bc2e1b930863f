import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

/** The first of these programs that this machine has, by a path or by a name in PATH. */
export function findProgram(...names: readonly (string | undefined)[]): string | undefined {
  return names.flatMap((name) => places(name ?? '')).find(isProgram)
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
