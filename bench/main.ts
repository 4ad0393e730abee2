/**
 * npm run bench -- [loop|runners|scale|range|dashboard|all] [--coins=N] [--rounds=N] [--write]
 * npm run bench -- COINS [ROUNDS]
 */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Argument, Command } from "commander";
import { againstLoop } from "./against_loop";
import { dashboard } from "./dashboard";
import type { Size } from "./market_server";
import { withPart } from "./marked_part";
import { range } from "./range";
import { runners } from "./runners";
import { scale } from "./scale";
import { markdownTable, textTable, type Table } from "./table";

interface Benchmark {
  readonly sizes: readonly Size[];
  readonly run: (sizes: readonly Size[]) => Promise<Table>;
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  loop: {
    sizes: [
      { coins: 17_500, rounds: 5 },
      { coins: 175_000, rounds: 2 },
    ],
    run: againstLoop,
  },
  runners: {
    sizes: [
      { coins: 17_500, rounds: 5 },
      { coins: 175_000, rounds: 1 },
    ],
    run: runners,
  },
  scale: {
    sizes: [
      { coins: 17_500, rounds: 3, sparklines: true },
      { coins: 175_000, rounds: 1, sparklines: true },
      { coins: 17_500, rounds: 3, sparklines: false },
      { coins: 175_000, rounds: 2, sparklines: false },
      { coins: 1_750_000, rounds: 1, sparklines: false },
    ],
    run: scale,
  },
  range: { sizes: [{ coins: 17_500, rounds: 5 }], run: range },
  dashboard: { sizes: [{ coins: 17_500, rounds: 3 }], run: dashboard },
};

const root = join(__dirname, "..", "..");
const machine = `${availableParallelism()} cores, Node ${process.versions.node}`;

interface BenchOptions {
  readonly coins?: string;
  readonly rounds?: string;
  readonly sparklines: boolean;
  readonly write: boolean;
}

async function bench(
  name: string,
  { coins, rounds, sparklines, write }: BenchOptions,
): Promise<void> {
  const benchmark = benchmarks[name];
  if (!benchmark) throw new Error(`There is no benchmark ${name}.`);
  const sizes =
    coins === undefined
      ? benchmark.sizes
      : [{ coins: Number(coins), rounds: Number(rounds ?? 3), sparklines }];
  const table = await benchmark.run(sizes);
  process.stdout.write(`${name} (${machine})\n${textTable(table)}\n`);
  if (!write) return;
  const part = `${markdownTable(table)}\nMeasured with ${machine}.\n`;
  const file = join(root, "docs", "benchmarks.md");
  writeFileSync(file, withPart(file, name, part));
}

const names = Object.keys(benchmarks);

void new Command("bench")
  .addArgument(
    new Argument("[what]", `${names.join(", ")}, all, or coins for loop`).default("loop"),
  )
  .argument("[rounds]", "how often; only with coins")
  .option("--coins <n>", "this size only")
  .option("--rounds <n>", "how often; only with --coins, 3 by default")
  .option("--no-sparklines", "pages without them; only with --coins")
  .option("--write", "put the figures into docs/benchmarks.md", false)
  .action(
    async (what: string, rounds: string | undefined, options: BenchOptions, command: Command) => {
      if (/^\d+$/.test(what)) {
        await bench("loop", { ...options, coins: what, rounds: rounds ?? "5" });
      } else if (what === "all" || names.includes(what)) {
        for (const name of what === "all" ? names : [what]) await bench(name, options);
      } else {
        command.error(`There is no benchmark ${what}: ${names.join(", ")}, all.`);
      }
    },
  )
  .parseAsync();
