import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../support/checkout";
import { describeUnless } from "../support/describe_unless";
import { temporaryFolder } from "../support/temporary_folder";

const folder = temporaryFolder();
const source = join(checkout, "scripts/template_launcher.c");
const canCompile = process.platform === "linux" && spawnSync("cc", ["--version"]).status === 0;

/** Compiles the launcher as the Dockerfile does, for a program of the test. */
function compile(node: string, program: string): string {
  const launcher = join(folder(), "template_launcher");
  const paths = [`-DNODE="${node}"`, `-DPROGRAM="${program}"`];
  const flags = ["-static", "-Os", "-Wall", "-Wextra", "-Werror", ...paths];
  execFileSync("cc", [...flags, "-o", launcher, source]);
  return launcher;
}

describeUnless(canCompile ? null : "no C compiler for Linux")(
  "the launcher of the template program",
  () => {
    it("is compiled with the same flags in the Dockerfile", () => {
      const dockerfile = readFileSync(join(checkout, "Dockerfile"), "utf8");
      expect(dockerfile).toContain("RUN cc -static -Os -Wall -Wextra -Werror -o template_launcher");
    });

    it("is a binary that needs no library of the image", () => {
      const launcher = compile(process.execPath, "/nothing");
      const header = readFileSync(launcher);
      expect(header.subarray(0, 4).toString("latin1")).toBe("\x7fELF");
      // A dynamic binary names its interpreter.
      expect(header.includes("/ld-linux")).toBe(false);
    });

    it("passes arguments, environment and exit code through unchanged", () => {
      const program = join(folder(), "program.js");
      writeFileSync(
        program,
        "console.log(JSON.stringify([process.argv.slice(1), process.env.CRYPTO_PIPELINE])); process.exit(7);",
      );
      const args = ["--coins=ids:a,b", "", "two words", "--output=gs://b/ü", "'\"$x`"];
      const { status, stdout } = spawnSync(compile(process.execPath, program), args, {
        encoding: "utf8",
        env: { CRYPTO_PIPELINE: "date-dim" },
      });
      expect(status).toBe(7);
      expect(JSON.parse(stdout)).toEqual([[program, ...args], "date-dim"]);
    });

    it("is replaced by Node, so that a signal reaches the program itself", () => {
      const program = join(folder(), "program.js");
      writeFileSync(program, 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1e6);');
      expect(spawnSync(compile(process.execPath, program)).signal).toBe("SIGTERM");
    });

    it("names the cause when the image has no Node", () => {
      const { status, stderr } = spawnSync(compile("/no/node", "/program.js"), {
        encoding: "utf8",
      });
      expect(status).toBe(127);
      expect(stderr).toBe(
        "The template program can't be started: /no/node: No such file or directory. Build the image again.\n",
      );
    });
  },
);
