import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChildServer, freePort } from "../../../emulators/tools/child_server";
import { pythonToolBin } from "../../../emulators/tools/python_tool";

/** PyPI's aiosmtpd on loopback: receives mail over SMTP and stores it. */
export class MailServer {
  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly child: ChildServer,
  ) {}

  static async start(): Promise<MailServer> {
    const version = "1.4.6";
    const bin = pythonToolBin({ name: "aiosmtpd", version, packages: [`aiosmtpd==${version}`] });
    const folder = mkdtempSync(join(tmpdir(), "mail-"));
    const port = await freePort();
    const keep = ["-c", "aiosmtpd.handlers.Mailbox", join(folder, "box")];
    const args = ["-n", "-l", `127.0.0.1:${port}`, ...keep];
    return new MailServer(port, folder, await ChildServer.start(join(bin, "aiosmtpd"), args, port));
  }

  /** The messages so far, with Base64 parts decoded. */
  messages(): string[] {
    const folder = join(this.folder, "box/new");
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).sort();
    return files.map((file) => readable(readFileSync(join(folder, file), "utf8")));
  }

  async stop(): Promise<void> {
    await this.child.close();
    rmSync(this.folder, { recursive: true });
  }
}

/** A message with its Base64 parts decoded. */
function readable(message: string): string {
  return message.replace(
    /(Content-Transfer-Encoding: base64\r?\n(?:[\w-]+: .*\r?\n)*\r?\n)([\w+/=\r\n]+)/gi,
    (_, headers: string, body: string) => headers + Buffer.from(body, "base64").toString("utf8"),
  );
}
