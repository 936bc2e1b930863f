/**
 * Does the work that nodes ask for, for those who speak the protocol themselves.
 * @module almenara/pow
 */
export { createSolver } from './solver.js'
export type { SolveOptions, Solver } from './solver.js'
export { price } from './work.js'
export type { Work } from './work.js'
export type { PaidAction } from '../purse.js'
export type { Progress } from './job.js'
export { AlmenaraError } from '../errors.js'
export { createPurse } from './purse.js'
