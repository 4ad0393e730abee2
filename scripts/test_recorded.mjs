// npm run test:recorded -- FOLDER: compares the pipelines' results with recorded answers.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const [, , folder] = process.argv;
if (folder === undefined || !existsSync(folder)) {
  console.error(
    `Usage: npm run test:recorded -- FOLDER, with recorded answers in FOLDER${folder === undefined ? "." : `: there is no ${folder}.`}`,
  );
  process.exit(2);
}
const jest = join("node_modules", "jest", "bin", "jest.js");
const { status } = spawnSync(
  process.execPath,
  [
    jest,
    "--testPathIgnorePatterns",
    "/none/",
    "--runTestsByPath",
    "dist/tests/recorded/recorded_days.test.js",
  ],
  { stdio: "inherit", env: { ...process.env, RECORDED_FOLDER: resolve(folder) } },
);
process.exit(status ?? 1);
