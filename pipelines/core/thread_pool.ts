import { availableParallelism } from "node:os";

/**
 * The threads that unpack, read and write: no more than there are cores, where Node starts four (Node's
 * documentation, UV_THREADPOOL_SIZE). Each keeps a share of the memory that it has freed, 20 MB or
 * more. At least two, so that one that waits stops nothing. Imported before anything uses them.
 */
process.env.UV_THREADPOOL_SIZE ??= String(Math.min(4, Math.max(2, availableParallelism())));
