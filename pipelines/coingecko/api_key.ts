import { ActionableError } from "../core/actionable_error";
import { registerSecret } from "../core/text/redact";
import { secretVersion } from "../google/secret_version";

/** Where the API key comes from. */
export type KeySource =
  | { readonly kind: "secret"; readonly name: string }
  | { readonly kind: "environment"; readonly key: string };

/**
 * Where the API key comes from: the version of a secret that `--apiKeySecret` names, or else the
 * environment's COINGECKO_API_KEY. The one answer to which key a worker sends, and to whether there is
 * one.
 * @param environment that of the process that sends the key
 * @returns undefined when there is no key
 */
export function keySource(
  { apiKeySecret }: { readonly apiKeySecret?: string | undefined },
  environment: Readonly<Record<string, string | undefined>>,
): KeySource | undefined {
  if (apiKeySecret !== undefined) return { kind: "secret", name: apiKeySecret };
  const key = environment.COINGECKO_API_KEY?.trim() ?? "";
  return key === "" ? undefined : { kind: "environment", key };
}

const secrets = new Map<string, Promise<string>>();

/**
 * The API key of this process; a secret is accessed once. The key is registered as a secret, and
 * belongs in a request's header and nowhere else.
 * @param options `apiKeySecret` as `projects/P/secrets/S/versions/V`.
 * @returns undefined when there is no key.
 * @throws ActionableError when the secret is not accessible.
 */
export async function resolveApiKey(options: {
  readonly apiKeySecret?: string | undefined;
}): Promise<string | undefined> {
  const source = keySource(options, process.env);
  if (source?.kind !== "secret") {
    if (source) registerSecret(source.key);
    return source?.key;
  }
  const accessed = secrets.get(source.name) ?? secretText(source.name);
  secrets.set(source.name, accessed);
  try {
    return await accessed;
  } catch (error) {
    // The next attempt may succeed.
    secrets.delete(source.name);
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
  // Loaded here: few runs need the client.
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
