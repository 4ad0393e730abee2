import { join } from "node:path";
import { TransientError } from "../../pipelines/coingecko/api_error";
import { firstCall, UnreachableError } from "../../pipelines/coingecko/first_call";
import { coinListRequest } from "../../pipelines/coingecko/requests";
import { temporaryFolder } from "../support/temporary_folder";
import { apiAt, failureOf } from "./api";
import { InstantClock } from "./clocks";

const folder = temporaryFolder();

function noConnection(code: string): TransientError {
  const cause = Object.assign(new Error(code), { code });
  return new TransientError(`x: ${code}`, { unreachable: true }, { cause });
}

describe("the first call to a host that can't be reached", () => {
  it.each([
    ["ENOTFOUND", 3, 1_500],
    ["ECONNREFUSED", 3, 1_500],
    ["EAI_AGAIN", 4, 5_000],
    ["ENETUNREACH", 4, 5_000],
    ["UND_ERR_CONNECT_TIMEOUT", 2, 1_000],
  ])("for %s is attempted %d times, with waits of %d ms at most", async (code, attempts, most) => {
    const clock = new InstantClock();
    clock.random = () => 1 - Number.EPSILON;
    let sent = 0;
    const failure = await failureOf(
      firstCall(
        `http://${code}.test/`,
        () => {
          sent++;
          return Promise.reject(noConnection(code));
        },
        { clock },
      ),
    );
    expect(failure).toBeInstanceOf(UnreachableError);
    expect(sent).toBe(attempts);
    expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(most);
  });

  it("is known before the rate limiter lets it be made", async () => {
    const clock = new InstantClock();
    // The turn of the first call never comes.
    clock.sleep = (milliseconds) =>
      milliseconds > 2_000 ? new Promise(() => undefined) : Promise.resolve();
    const api = apiAt(
      "http://127.0.0.1:1",
      join(folder(), "nobody"),
      { clock },
      { requestsPerMinute: 1 },
    );
    const { message } = await failureOf(api.ask(coinListRequest()));
    expect(message).toMatch("127.0.0.1:1 can't be reached: the connection was refused");
    expect(api.use.requests).toBe(0);
    await api.close();
  });
});

it("a host that has answered is retried as any transient failure later", async () => {
  const url = "http://answered.test/";
  expect(await firstCall(url, () => Promise.resolve("answer"))).toBe("answer");
  const lost = noConnection("EAI_AGAIN");
  expect(await failureOf(firstCall(url, () => Promise.reject(lost)))).toBe(lost);
});
