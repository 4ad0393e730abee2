import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { StorageDouble } from "./double";

/** A storage double in its own process, for tests that measure the memory of theirs. */
export class StorageProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(...buckets: string[]): Promise<StorageProcess> {
    const child = fork(__filename, buckets);
    const [url] = (await once(child, "message")) as [string];
    return new StorageProcess(child, url);
  }

  async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, "exit");
  }
}

if (require.main === module) {
  void new StorageDouble(...process.argv.slice(2)).start().then((url) => {
    process.send?.(url);
    // It ends with the process that started it, however that ends.
    process.on("disconnect", () => process.exit());
  });
}
