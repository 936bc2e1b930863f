// @vitest-environment happy-dom
import { guide } from './guide.js'

// Its blocks are checked, and run as an example (examples/garden.test.ts): they need sockets and links of their own.
guide('docs/guide/trystero.md', [])
