// npm run test:recorded -- FOLDER [JEST OPTIONS]: compares the results with recorded answers.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const [, , folder, ...options] = process.argv;
if (folder === undefined || !existsSync(folder)) {
  const reason = folder === undefined ? "" : `: there is no ${folder}`;
  console.error(
    `Usage: npm run test:recorded -- FOLDER, with recorded answers in FOLDER${reason}.`,
  );
  process.exit(2);
}
const jest = join("node_modules", "jest", "bin", "jest.js");
const { status } = spawnSync(
  process.execPath,
  [
    ...["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", jest],
    ...["--config", "jest.recorded.config.js", ...options],
  ],
  { stdio: "inherit", env: { ...process.env, RECORDED_FOLDER: resolve(folder) } },
);
process.exit(status ?? 1);
