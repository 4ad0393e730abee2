import { SecretManagerServiceClient } from "@google-cloud/secret-manager";
import { explained } from "../core/actionable_error";
import { emulatorEndpoint } from "./emulator_endpoint";
import { defaultRetryPolicy, withRetry } from "./remote_call";
import { toActionableError } from "./errors";

let client: SecretManagerServiceClient | undefined;

/**
 * The text of a secret's version. The environment's SECRET_MANAGER_EMULATOR_HOST (URL or host:port)
 * sends the call elsewhere, without credentials.
 * @param name `projects/P/secrets/S/versions/V`
 * @throws ActionableError
 */
export async function accessSecret(name: string): Promise<string> {
  const manager = (client ??= openSecretManager());
  return await explained(
    (error) => secretError(name, error),
    () =>
      withRetry("secretmanager.versions.access", defaultRetryPolicy, async () => {
        const [{ payload }] = await manager.accessSecretVersion({ name });
        return Buffer.from(payload?.data ?? "").toString();
      }),
  );
}

/** Over HTTP: for the one call that is made, gRPC's client takes longer to load. */
function openSecretManager(): SecretManagerServiceClient {
  const manager = new SecretManagerServiceClient({ fallback: true, ...emulatorOptions() });
  // Over HTTP the client brings an agent of its own, which knows no proxy: it is left out, so that the
  // library's is used, which does.
  const { auth } = manager;
  const send = auth.fetch.bind(auth);
  const noAgent = { agent: undefined };
  auth.fetch = (url: string, init: RequestInit) => send(url, { ...init, ...noAgent });
  return manager;
}

function emulatorOptions() {
  const emulator = emulatorEndpoint("SECRET_MANAGER_EMULATOR_HOST");
  if (emulator === undefined) return {};
  const { hostname, port, protocol } = new URL(emulator);
  return {
    apiEndpoint: hostname,
    port: Number(port || (protocol === "http:" ? 80 : 443)),
    protocol: protocol.slice(0, -1),
    // Keeps the client from looking for credentials, which an emulator must not get.
    apiKey: "none",
  };
}

const advice: Record<number, string> = {
  400: "If the version is disabled or destroyed, enable it, or name another one.",
  403: "Grant the account that runs the pipeline roles/secretmanager.secretAccessor on this secret.",
  404: "Create the secret and a version of it, or correct --apiKeySecret.",
};

function secretError(name: string, error: unknown): unknown {
  return toActionableError("Secret Manager", error, ({ status, message }) => ({
    what: `Secret Manager did not return ${name}: ${reasonIn(message)}`,
    next: advice[status ?? 0] ?? "",
  }));
}

/** The client's message is the service's answer as it came: the reason is a field of it. */
function reasonIn(answer: string): string {
  const message: unknown = /"message":\s*("(?:[^"\\]|\\.)*")/.exec(answer)?.[1];
  return typeof message === "string" ? (JSON.parse(message) as string) : answer;
}
