import module from "node:module";

/**
 * From Node 22.8 on, compiled code is kept in the system's temporary directory, so that a program
 * starts in three quarters of its time. Imported first of all, for all that comes behind it.
 */
const { enableCompileCache } = module as { enableCompileCache?: () => void };
enableCompileCache?.();
