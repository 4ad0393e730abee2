import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { compiled } from "../../support/checkout";
import { describeUnless } from "../../support/describe_unless";
import { temporaryFolder } from "../../support/temporary_folder";
import { Terminal, tmuxMissing } from "../../support/terminal";
import { json, type Reply, type ScriptedServer } from "../../coingecko/scripted_server";
import { serveMarket } from "../../transforms/market/market_server";

const folder = temporaryFolder();
const main = join(compiled, "pipelines/main.js");

describeUnless(tmuxMissing())("On a terminal", () => {
  let terminal: Terminal | undefined;
  let market: ScriptedServer | undefined;
  afterEach(async () => {
    terminal?.close();
    await market?.close();
  });

  /** A run whose second page is answered like this, again and again. */
  async function run(columns: number, rows: number, second: Reply | undefined, env = "") {
    market = await serveMarket({ coins: 600, page: (page) => (page === 2 ? second : undefined) });
    terminal = new Terminal(
      { columns, rows },
      [
        ...[
          `env -u NO_COLOR -u FORCE_COLOR CI= ${env} ${process.execPath} ${main} market-snapshot`,
        ],
        ...[`--source=${market.url} --requestsPerMinute=600`],
        ...[`--output=${join(folder(), randomUUID())} --warehouse=none`],
      ].join(" "),
    );
    return { terminal, host: new URL(market.url).host };
  }

  const limit = json({}, 429, { "retry-after": "600" });

  it.each([
    [80, 24, "asks to wait: \\d{3} s \\(429\\)  pages 1/3"],
    [40, 10, "asked to wait: \\d{3} s \\(429\\)"],
  ])(
    "of %d columns a pause is counted down behind the time left",
    async (columns, rows, notice) => {
      const { terminal } = await run(columns, rows, limit);
      const line = await terminal.shows(new RegExp(`^1\\d min left  .*${notice}`));
      expect(line.length).toBeLessThan(columns);
      const [, seconds = ""] = /(\d{3}) s \(429\)/.exec(line) ?? [];
      await terminal.shows(new RegExp(`wait: ${Number(seconds) - 1} s`));
    },
  );

  it("a call without an answer is shown as the retry that it becomes", async () => {
    const { terminal, host } = await run(80, 24, (response) => response.destroy());
    await terminal.shows(new RegExp(`no answer from ${host}: trying again \\([23] of 6\\)`));
  });

  it("resizing leaves nothing of the line behind, and Ctrl-C leaves the terminal as it was", async () => {
    const { terminal, host } = await run(80, 24, limit);
    await terminal.shows(/asks to wait/);
    for (const [columns, rows, notice] of [
      [40, 24, "asked to wait"],
      [60, 10, `${host} asks to wait`],
      [30, 20, "wait"],
      [120, 24, `${host} asks to wait`],
      [45, 24, "asked to wait"],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.shows(new RegExp(`^1\\d min left {2}${notice}: \\d{3} s`));
      const rest = terminal.screen.filter((line) => /wait|\(429\)|\d\/\d|█|░/.test(line));
      expect(rest).toEqual([expect.stringContaining(notice)]);
    }
    terminal.press("C-c");
    await terminal.shows(/^Interrupted\./);
    expect(terminal.screen.some((line) => line.includes("min left"))).toBe(false);
    expect(terminal.isAsBefore).toBe(true);
  });

  it("the summary has colors, unless NO_COLOR is set", async () => {
    const colored = await run(80, 24, undefined);
    await colored.terminal.shows(/done in/);
    expect(colored.terminal.coloredScreen).toMatch(/\u001b\[32m.*done/);
    colored.terminal.close();
    await market?.close();
    const plain = await run(80, 24, undefined, "NO_COLOR=1");
    await plain.terminal.shows(/done in/);
    expect(plain.terminal.coloredScreen).not.toMatch(/\u001b\[3[0-9]m/);
  });
});
