/**
 * Aborted on Ctrl-C: calls and waits in this process end at once. Steps that run on workers are
 * cancelled by their runner instead.
 */
export const interrupt = new AbortController();
