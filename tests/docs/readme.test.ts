import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../support/checkout";
import { runCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

/** The output of a command with its figures and the names of coins left out. */
function formOf(output: string): string[] {
  return (
    output
      .trim()
      // A line that breaks, breaks elsewhere where a name or a figure is longer; what it goes on with
      // is further in than the line, or begins as no line of the summary does.
      .replace(/\n {4}/g, " ")
      .replace(/\n {2}(?!\.\/|[A-Z])/g, " ")
      .split("\n")
      .map((line) =>
        line
          .replace(/((Up|Down) in 24 h:).*/, "$1")
          .replace(/(Missing:).*?(: listed)/, "$1$2")
          .replace(/ MB$/, " kB")
          .replace(/[\d.,]*\d/g, "0"),
      )
  );
}

describe("README", () => {
  it("shows the output of npm start as the program prints it", async () => {
    const readme = readFileSync(join(checkout, "README.md"), "utf8");
    const [, shown = ""] = /`npm start` ends with[^]*?```text\n([^]*?)```/.exec(readme) ?? [];
    const { code, stdout } = await runCli(["--source=sample:300"], {
      cwd: folder(),
      env: { npm_lifecycle_event: "start" },
    });
    expect(code).toBe(0);
    expect(formOf(stdout)).toEqual(formOf(shown));
  });
});
