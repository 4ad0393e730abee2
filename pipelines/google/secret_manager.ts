import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { ActionableError } from "../core/actionable_error";
import { emulatorEndpoint } from "./emulator_endpoint";
import { CallFailed, defaultRetryPolicy, withRetry, statusOf } from "./remote_call";
import { serviceError } from "./errors";

let client: SecretManagerServiceClient | undefined;

/**
 * The text of a secret's version; sent elsewhere, and without credentials, by the environment's
 * SECRET_MANAGER_EMULATOR_HOST (URL or host:port).
 * @param name `projects/P/secrets/S/versions/V`
 * @throws Problem
 */
export async function accessSecret(name: string): Promise<string> {
  const manager = (client ??= openSecretManager());
  try {
    return await withRetry("secretmanager.versions.access", defaultRetryPolicy, async () => {
      const [{ payload }] = await manager.accessSecretVersion({ name });
      return Buffer.from(payload?.data ?? "").toString();
    });
  } catch (error) {
    throw secretProblem(name, error);
  }
}

/** One call is all it is for: over HTTP, whose client loads faster than gRPC's. */
function openSecretManager(): SecretManagerServiceClient {
  const emulator = emulatorEndpoint("SECRET_MANAGER_EMULATOR_HOST");
  if (emulator === undefined) return new SecretManagerServiceClient({ fallback: true });
  const { hostname, port, protocol } = new URL(emulator);
  return new SecretManagerServiceClient({
    fallback: true,
    apiEndpoint: hostname,
    port: Number(port || (protocol === "http:" ? 80 : 443)),
    protocol: protocol.slice(0, -1),
    // Keeps the client from looking for credentials, which an emulator must not get.
    apiKey: "none",
  });
}

const advice: Record<number, string> = {
  400: "If the version is disabled or destroyed, enable it, or name another one.",
  403: "Grant the account that runs the pipeline roles/secretmanager.secretAccessor on this secret.",
  404: "Create the secret and a version of it, or correct --apiKeySecret.",
};

function secretProblem(name: string, error: unknown): unknown {
  const known = serviceError("Secret Manager", error);
  if (known || !(error instanceof CallFailed)) return known ?? error;
  return new ActionableError(
    `Secret Manager did not give ${name}: ${said(error.message)}`,
    advice[statusOf(error) ?? 0] ?? "",
    { cause: error },
  );
}

/** The client gives the service's answer as it came: its message is inside. */
function said(answer: string): string {
  const message: unknown = /"message":\s*("(?:[^"\\]|\\.)*")/.exec(answer)?.[1];
  return typeof message === "string" ? (JSON.parse(message) as string) : answer;
}
