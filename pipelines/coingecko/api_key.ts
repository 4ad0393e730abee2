import { ActionableError } from "../core/actionable_error";
import { registerSecret } from "../core/redact";
import { secretVersion } from "../google/secret_version";

const known = new Map<string, Promise<string>>();

/**
 * The API key of this process: the environment's COINGECKO_API_KEY, or else the version of a secret
 * in Secret Manager (asked for once). It is registered as a secret, and belongs in a request's
 * header and nowhere else.
 * @param options `apiKeySecret` as `projects/P/secrets/S/versions/V`.
 * @returns undefined when there is no key.
 * @throws Problem when the secret can't be had.
 */
export async function resolveApiKey(options: {
  readonly apiKeySecret?: string | undefined;
}): Promise<string | undefined> {
  const own = process.env.COINGECKO_API_KEY?.trim();
  if (own) {
    registerSecret(own);
    return own;
  }
  const { apiKeySecret: name } = options;
  if (name === undefined) return undefined;
  const asked = known.get(name) ?? secretText(name);
  known.set(name, asked);
  try {
    return await asked;
  } catch (error) {
    // The next attempt may find it.
    known.delete(name);
    throw error;
  }
}

async function secretText(name: string): Promise<string> {
  if (!secretVersion.test(name)) {
    throw new ActionableError(
      `--apiKeySecret=${name} is not the name of a secret's version.`,
      "Write projects/PROJECT/secrets/SECRET/versions/latest (or a version's number).",
    );
  }
  // Most runs need no secret: only here the client is worth its loading time.
  const { accessSecret } = await import("../google/secret_manager.js");
  const text = (await accessSecret(name)).trim();
  if (text === "") {
    throw new ActionableError(
      `The secret ${name} is empty.`,
      "Add a version that holds the API key.",
    );
  }
  registerSecret(text);
  return text;
}
