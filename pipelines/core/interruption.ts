/**
 * Aborted when the person presses Ctrl-C: calls and waits in this process end at once. Steps that
 * run on workers are told by their runner instead.
 */
export const interrupt = new AbortController();
