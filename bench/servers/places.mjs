// Where things are.
import { execFileSync, spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = dirname(fileURLToPath(import.meta.url))
export const bench = dirname(here)
export const root = dirname(bench)
export const folder = join(bench, 'target/servers')

/** The JDK that ./run chooses. */
export const jdk = execFileSync('bash', ['-c', 'source config/tools.sh && find_jdk && echo "$JAVA_HOME"'], { cwd: root, encoding: 'utf8' }).trim()
export const jdkVersion = () => /"(.*?)"/.exec(spawnSync(join(jdk, 'bin/java'), ['-version'], { encoding: 'utf8' }).stderr)[1]
