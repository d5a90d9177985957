/** Builds the script and its loader into a folder. */
export function buildScript(folder?: string): Promise<void>;
