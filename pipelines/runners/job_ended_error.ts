import { ActionableError } from "../core/actionable_error";

/** A job that was waited for has ended without being done: nothing of it is still running. */
export class JobEndedError extends ActionableError {}
