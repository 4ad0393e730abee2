#!/usr/bin/env node
import { once } from "node:events";
import { Command, InvalidArgumentError, Option } from "commander";
import { ActionableError } from "../core/actionable_error";
import { utcDay } from "../core/day";
import { allFaults, faultNames, type Faults } from "./faults/faults";
import { serveRecordings } from "./recordings/serve_recordings";
import { serveSampleMarket } from "./serve_sample_market";

interface MarketOptions {
  readonly coins: number;
  readonly date?: string;
  readonly seed: number;
  readonly port: number;
  readonly requestsPerMinute?: number;
  readonly cachePages: number;
  readonly sparklines: boolean;
  readonly faults?: Faults;
  readonly replay?: string;
}

const command = new Command("market")
  .description(
    "Serves a synthetic crypto market, or recorded answers, in the shapes of CoinGecko's API.",
  )
  .option("--coins <n>", "number of coins", wholeNumber, 2500)
  .option("--date <YYYY-MM-DD>", "the UTC day to show; today, or the last recorded one")
  .option("--seed <n>", "another seed gives another market", wholeNumber, 1)
  .option("--port <n>", "0 for any free port", wholeNumber, 0)
  .option("--requests-per-minute <n>", "rate limit; more requests get 429", wholeNumber)
  .option("--cache-pages <n>", "number of encoded answers to cache", wholeNumber, 0)
  .option("--no-sparklines", "omit sparklines from market pages even when requested")
  .addOption(
    new Option(
      "--faults <share>",
      `share of requests that fail, from 0 to 1, or shares by kind, such as timeout:0.1,moves:0.5 (${faultNames.join(", ")})`,
    ).argParser(faults),
  )
  .option("--replay <folder>", "serve a folder of recorded answers instead");

async function serve(options: MarketOptions): Promise<void> {
  const { replay, date = utcDay(), coins } = options;
  const what = replay ?? `A sample market of ${coins} coins on ${date}`;
  const server = await (replay === undefined
    ? serveSampleMarket({ ...options, date })
    : serveRecordings(replay, options));
  process.stdout.write(`${what} is at ${server.url} until Ctrl-C.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Must be a whole number.");
  return Number(text);
}

function faults(text: string): Faults {
  if (!text.includes(":")) return allFaults(share(text));
  const pairs = text.split(",").map((pair) => {
    const [name = "", value = ""] = pair.split(":");
    const known = faultNames.find((fault) => fault === name);
    if (!known)
      throw new InvalidArgumentError(
        `Unknown fault ${name}. Choose from ${faultNames.join(", ")}.`,
      );
    return [known, share(value)];
  });
  return Object.fromEntries(pairs) as Faults;
}

function share(text: string): number {
  const value = Number(text);
  if (text === "" || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError("A share must be a number from 0 to 1.");
  }
  return value;
}

serve(command.parse().opts<MarketOptions>()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof ActionableError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
