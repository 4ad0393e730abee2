import { ActionableError } from "./actionable_error";

const codes = new Set(["MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED"]);

/**
 * The actionable error for a part of the program that can't be loaded: not installed, or built for
 * another system; undefined for any other error.
 */
export function loadError(error: unknown, alternative = ""): ActionableError | undefined {
  if (typeof error !== "object" || !error || !("code" in error)) return undefined;
  const { code, message } = error as NodeJS.ErrnoException;
  if (!codes.has(String(code)) && !isMissingBinding(message)) return undefined;
  const { platform, arch, versions } = process;
  const [line = ""] = message.split("\n");
  return new ActionableError(
    `A part of the program can't be loaded on ${platform}-${arch} with Node ${versions.node}: ${line.replace(/\.$/, "")}.`,
    `Install it again on this machine: npm ci in a checkout, or npm install where the package is.${alternative}`,
    { cause: error },
  );
}

/** Loaders of native libraries throw messages of their own. */
function isMissingBinding(message: string): boolean {
  return /^(Error loading|Could not find|Cannot find) .*(binding|\.node)/.test(message);
}
