/** Builds the solver into a folder that exists. */
export function buildSolver(folder: string, banner?: { js?: string }): Promise<void>
