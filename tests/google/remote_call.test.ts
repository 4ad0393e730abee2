import { ActionableError } from "../../pipelines/core/actionable_error";
import { toActionableError } from "../../pipelines/google/errors";
import { RemoteCallError, isTransient, withRetry } from "../../pipelines/google/remote_call";
import { InstantClock } from "../coingecko/clocks";

const policy = { attempts: 3, firstDelay: 100, longestDelay: 1_000, timeout: 10_000 };
const withCode = (code: unknown) => Object.assign(new Error("refused"), { code });

it.each([
  ...["ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ESOCKETTIMEDOUT"],
  ...["EAI_AGAIN", "ENOTFOUND", "ENETUNREACH", "EHOSTUNREACH", "UND_ERR_SOCKET"],
  ...[408, 429, 500, 502, 503, 504],
])("%s is transient", (code) => {
  expect(isTransient(withCode(code))).toBe(true);
});

it.each(["ENOENT", "DEPTH_ZERO_SELF_SIGNED_CERT", 400, 403, 404, 409, 412, undefined])(
  "%s is not",
  (code) => {
    expect(isTransient(withCode(code))).toBe(false);
  },
);

it("a transient failure is retried as the policy says, and then names the call", async () => {
  const clock = new InstantClock();
  const failed = withRetry(
    "storage.objects.get",
    policy,
    () => Promise.reject(withCode(503)),
    clock,
  );
  await expect(failed).rejects.toMatchObject({
    ...{ name: "RemoteCallError", call: "storage.objects.get", attempts: 3, isTransient: true },
  });
  expect(clock.waits).toEqual([50, 100]);
});

it("a permanent failure is not retried", async () => {
  const clock = new InstantClock();
  const failed = withRetry(
    "storage.objects.get",
    policy,
    () => Promise.reject(withCode(404)),
    clock,
  );
  await expect(failed).rejects.toMatchObject({ attempts: 1, isTransient: false });
  expect(clock.waits).toEqual([]);
});

describe("an error in words", () => {
  const describeRefusal = ({
    call,
    status,
    message,
  }: {
    call: string;
    status?: number | undefined;
    message: string;
  }) => ({
    what: `${call} ${status}: ${message}.`,
    next: "Correct it.",
  });
  const inWords = (error: unknown) => toActionableError("Some Service", error, describeRefusal);
  const failure = (code: unknown, attempts = 1) =>
    new RemoteCallError("some.call", attempts, withCode(code));

  it.each([
    [failure(503, 7), "Some Service answered 503: some.call failed 7 times: refused. Run it again"],
    [failure("ECONNRESET", 7), "Some Service could not be reached: some.call failed 7 times"],
    [failure(401), "Some Service refuses calls without valid credentials: refused. Sign in"],
    [failure(404), "some.call 404: refused. Correct it."],
  ])("%s", (error, expected) => {
    const explained = inWords(error);
    expect(explained).toBeInstanceOf(ActionableError);
    expect((explained as Error).message).toContain(expected);
    expect((explained as Error).cause).toBe(error);
  });

  it("stays as it is when it is no failed call, or has advice already", () => {
    const defect = new TypeError("a defect");
    const known = new ActionableError("What.", "Next.");
    expect(inWords(defect)).toBe(defect);
    expect(inWords(known)).toBe(known);
  });
});
