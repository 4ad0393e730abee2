import { ActionableError } from "../../pipelines/core/actionable_error";
import { redact, registerSecret } from "../../pipelines/core/text/redact";
import { keySource, resolveApiKey } from "../../pipelines/coingecko/api_key";
import { ApiDouble, ApiError } from "../../emulators/google/api_double";

const own = { ...process.env };
const name = (secret: string) => `projects/demo-project/secrets/${secret}/versions/latest`;

const refusals: Record<string, ApiError> = {
  absent: new ApiError(404, "notFound", "Secret [absent] not found."),
  locked: new ApiError(403, "forbidden", "Permission 'secretmanager.versions.access' denied."),
  disabled: new ApiError(400, "failedPrecondition", "Secret Version is in DISABLED state."),
};

let manager: ApiDouble;

beforeAll(async () => {
  manager = new ApiDouble([
    {
      name: "secretmanager.versions.access",
      method: "GET",
      path: /^\/v1\/projects\/demo-project\/secrets\/([^/]+)\/versions\/latest:access$/,
      handle: (_, [secret = ""]) => {
        const refusal = refusals[secret];
        if (refusal) throw refusal;
        const text = secret === "empty" ? "\n" : `CG-${secret}-key+/=\n`;
        const data = Buffer.from(text).toString("base64");
        return { body: { name: name(secret), payload: { data } } };
      },
    },
  ]);
  process.env.SECRET_MANAGER_EMULATOR_HOST = await manager.start();
  delete process.env.COINGECKO_API_KEY;
});

afterEach(() => {
  delete process.env.COINGECKO_API_KEY;
});

afterAll(async () => {
  process.env = own;
  await manager.stop();
});

describe("The API key", () => {
  it("comes from the environment without its blanks, and is a secret from then on", async () => {
    process.env.COINGECKO_API_KEY = " CG-environment ";
    expect(await resolveApiKey({})).toBe("CG-environment");
    expect(redact("key CG-environment.")).toBe("key [redacted].");
  });

  it("comes from the secret that --apiKeySecret names, also when the environment has one", async () => {
    process.env.COINGECKO_API_KEY = "CG-environment";
    expect(await resolveApiKey({ apiKeySecret: name("explicit") })).toBe("CG-explicit-key+/=");
    await expect(resolveApiKey({ apiKeySecret: name("absent") })).rejects.toThrow(/not found/);
  });

  it("may be missing", async () => {
    expect(await resolveApiKey({})).toBeUndefined();
  });

  it.each([undefined, "", " \n"])(
    "there is none for a launcher when a worker finds %j",
    async (key) => {
      if (key !== undefined) process.env.COINGECKO_API_KEY = key;
      expect(keySource({}, process.env)).toBeUndefined();
      expect(await resolveApiKey({})).toBeUndefined();
    },
  );

  it("there is one for the launcher when a secret names it, whatever the environment", () => {
    const apiKeySecret = name("stored");
    expect(keySource({ apiKeySecret }, {})).toEqual({ kind: "secret", name: apiKeySecret });
  });

  it("comes from Secret Manager, is accessed once, and is a secret from then on", async () => {
    const before = manager.calls.length;
    const keys = [1, 2, 3].map(() => resolveApiKey({ apiKeySecret: name("stored") }));
    expect(new Set(await Promise.all(keys))).toEqual(new Set(["CG-stored-key+/="]));
    expect(manager.calls.length - before).toBe(1);
    expect(redact("?x_cg_demo_api_key=CG-stored-key%2B%2F%3D&a=b")).toBe(
      "?x_cg_demo_api_key=[redacted]&a=b",
    );
  });

  it.each([
    ["a malformed name", "projects/p/secrets/s", /not the name of a secret's version.*versions/],
    ["a secret that is not there", name("absent"), /not found.*Create the secret/],
    ["a secret that is not ours", name("locked"), /denied.*roles\/secretmanager\.secretAccessor/],
    ["a disabled version", name("disabled"), /DISABLED.*enable it/],
    ["an empty secret", name("empty"), /is empty/],
  ])("says what to do about %s", async (_, apiKeySecret, message) => {
    const key = resolveApiKey({ apiKeySecret });
    await expect(key).rejects.toThrow(ActionableError);
    await expect(key).rejects.toThrow(message);
  });
});

describe("Redaction", () => {
  it("hides a secret in each form in which it may be written", () => {
    registerSecret('quo"te key');
    const text = ['quo"te key', "quo%22te%20key", "quo%22te+key", JSON.stringify('quo"te key')];
    text.push(Buffer.from('quo"te key').toString("base64"));
    expect(redact(text.join(" "))).toBe('[redacted] [redacted] [redacted] "[redacted]" [redacted]');
  });

  it("leaves other text as it is", () => {
    registerSecret("");
    expect(redact("nothing here")).toBe("nothing here");
  });
});
