import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goMissing } from "../../../emulators/tools/go_tool";
import { LocalCloud } from "../../../emulators/dataflow/local_cloud";
import { imageOfCheckout } from "../../../emulators/dataflow/image";
import { publishTemplates } from "../../support/dataflow/publish_templates";
import { describeUnless } from "../../support/describe_unless";

describeUnless(goMissing())("a job of the local Dataflow", () => {
  let folder: string;
  let worker: string;
  let cloud: LocalCloud;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "workers-"));
    worker = join(folder, "worker");
    cloud = await LocalCloud.start({
      imageNamed: (name) => ({ ...imageOfCheckout(name), worker }),
      workerLimits: { startMs: 5_000, graceMs: 2_000 },
    });
    await publishTemplates(cloud.storage);
  }, 600_000);

  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["can't start", "echo 'There is no room on this machine.' >&2; exit 3", "No worker process"],
    // It connects as ours does, and dies before it has done anything.
    [
      "dies as soon as it has started",
      `echo 'There is no room on this machine.' >&2
       exec 3<>/dev/tcp/127.0.0.1/\${CRYPTO_WORKER_LIFELINE##*:}; kill -9 $$`,
      "A worker process of the job died",
    ],
  ])(
    "ends as FAILED, with the cause, when its worker %s",
    async (_, script, message) => {
      writeFileSync(worker, `#!/bin/bash\n${script}\n`, { mode: 0o755 });
      const job = await cloud.dataflow.launch("demo-project", "europe-west1", {
        jobName: "no-workers",
        containerSpecGcsPath: "gs://demo-bucket/templates/date-dim.json",
        parameters: { output: "gs://demo-bucket/crypto", snapshotDate: "2026-01-06" },
        environment: {},
      });
      await job.ended;
      expect(job.state).toBe("JOB_STATE_FAILED");
      const errors = job.messages.filter((one) => one.messageImportance === "JOB_MESSAGE_ERROR");
      expect(errors.map(({ messageText }) => messageText)).toEqual([
        expect.stringMatching(
          new RegExp(`^${message}.* Its stderr: There is no room on this machine`, "s"),
        ),
      ]);
    },
    60_000,
  );
});
