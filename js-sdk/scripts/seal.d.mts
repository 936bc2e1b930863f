/** Builds the module for sealed rooms into a folder that exists. */
export function buildSeal(folder: string, banner?: { js?: string }): Promise<void>
