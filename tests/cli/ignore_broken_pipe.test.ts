import { existsSync } from "node:fs";
import { join } from "node:path";
import { startCli } from "../support/run_cli";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();

it("a run continues to its end when nobody reads what it prints", async () => {
  const { child, ended } = startCli(["date-dim", "--end-date=2020-02-01"], { cwd: folder() });
  child.stdout.destroy();
  child.stdin.end();
  expect(await ended).toMatchObject({ code: 0, errors: [] });
  expect(existsSync(join(folder(), "out-sample/dimensions/date_dim.csv"))).toBe(true);
});

it("help that is cut off by its reader says nothing of it", async () => {
  const { child, ended } = startCli(["--help"]);
  child.stdout.destroy();
  child.stdin.end();
  expect(await ended).toMatchObject({ code: 0, errors: [] });
});
