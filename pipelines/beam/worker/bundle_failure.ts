import type { ProcessBundleDescriptor } from "apache-beam/proto/beam_fn_api";

/** The step in which an error was first seen. */
const steps = new WeakMap<object, string>();

/** Records in which step an error was thrown: the first call for an error counts. */
export function noteFailedStep(error: unknown, transformId: string): void {
  if (typeof error === "object" && error !== null && !steps.has(error)) {
    steps.set(error, transformId);
  }
}

export function failedStep(error: unknown): string | undefined {
  return typeof error === "object" && error !== null ? steps.get(error) : undefined;
}

/**
 * What a runner receives of a failed bundle: the step's name, and the error's stack with its causes.
 */
export function describeFailure(error: unknown, descriptor?: ProcessBundleDescriptor): string {
  const unknownClass = /unknown builtin 'beam:(.*)\.prototype'/.exec(stackWithCauses(error))?.[1];
  if (unknownClass) {
    return `This worker does not know ${unknownClass}: launcher and workers are of different versions.`;
  }
  const transformId = failedStep(error);
  const step = transformId && descriptor?.transforms[transformId]?.uniqueName;
  return (step ? `In step ${step}: ` : "") + stackWithCauses(error);
}

/** An error's stack and those of its causes, as Node prints them, without its other properties. */
export function stackWithCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackWithCauses(error.cause)}`;
}
