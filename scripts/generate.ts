// Writes the files that are derived from the code, and prints the path of each that changed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generated_files";

const root = join(__dirname, "..", "..");

for (const { path, content } of generatedFiles()) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === content) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.error(`${path} was written.`);
}
