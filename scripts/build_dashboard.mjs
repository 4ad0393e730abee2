// Makes the template of dashboard.html from dashboard/: one file with its script and style inside, and a
// content security policy that allows these two, by their hashes, and nothing else.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { outputFiles } = await build({
  entryPoints: [join(root, "dashboard", "main.ts")],
  outdir: "bundle",
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  charset: "utf8",
  // `light-dark()`, container queries and DecompressionStream are in these.
  target: ["chrome123", "firefox120", "safari17.5"],
  tsconfig: join(root, "dashboard", "tsconfig.json"),
  legalComments: "inline",
});
const script = textOf(".js").replaceAll("</script", "<\\/script");
const style = textOf(".css");
const policy = [
  "default-src 'none'",
  `script-src ${sha256(script)}`,
  `style-src ${sha256(style)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const page = readFileSync(join(root, "dashboard", "index.html"), "utf8")
  .replace("{{ policy }}", () => policy)
  .replace("<!-- style -->", () => `<style>${style}</style>`)
  .replace("<!-- script -->", () => `<script>${script}</script>`);
const folder = join(root, "dist", "dashboard");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "dashboard.html"), page);

function textOf(ending) {
  const { text } = outputFiles.find(({ path }) => path.endsWith(ending));
  // A browser reads an element's text with line feeds only, and hashes what it has read.
  return text.replaceAll("\r", "").trim();
}

function sha256(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
