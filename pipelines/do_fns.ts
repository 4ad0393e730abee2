/**
 * Every module with DoFns, imported for its registration: this is how a worker knows the classes
 * that the steps of a job name. Add the module of a new pipeline here.
 */
export {};
