import { randomBytes } from "node:crypto";
import * as v from "valibot";
import { checkParameters, readTemplateSpec } from "./template_spec";
import { type Launch, launchFlags, type LaunchPlace, templateLocation } from "./launch_flags";
import { imageOfCheckout, type LocalImage } from "./image";
import { LocalJob } from "./job";
import { LocalStorage } from "./storage";
import { RequestError } from "./request_error";
import { runLauncher } from "./launcher";
import { defaultWorkerLimits, type WorkerLimits } from "./worker";
import { jobSchema, type JobDescription, runOnPrism, workerImage } from "./run_on_prism";

export interface LocalDataflowSettings {
  /** A Cloud Storage server: `http://127.0.0.1:4443`. */
  readonly storage: string;
  /** `host:port` of Prism's job service. */
  readonly jobEndpoint: string;
  /** `gs://bucket` for what launches stage; it must be there. */
  readonly bucket: string;
  /** Further variables for launchers and workers: addresses of other servers. */
  readonly env?: Readonly<Record<string, string>>;
  /** The programs to run for a container of an image; by default those of this checkout. */
  readonly imageNamed?: (name: string) => LocalImage;
  /** Jobs to fail on purpose once they run, by a part of their name: how many more times. */
  readonly failures?: Map<string, number>;
  readonly workerLimits?: WorkerLimits;
}

/** The Dataflow service on one machine: launches Flex Templates, and runs what they describe. */
export class LocalDataflow {
  readonly jobs = new Map<string, LocalJob>();
  private readonly running = new Set<Promise<void>>();
  private readonly storage: LocalStorage;
  private readonly env: Readonly<Record<string, string>>;

  constructor(private readonly settings: LocalDataflowSettings) {
    this.storage = new LocalStorage(settings.storage);
    this.env = { STORAGE_EMULATOR_HOST: settings.storage, ...settings.env };
  }

  /** `flexTemplates:launch`. The job is there at once; its launcher runs afterwards. */
  async launch(project: string, region: string, launch: Launch, validateOnly = false) {
    const spec = await readTemplateSpec(this.storage, launch.containerSpecGcsPath);
    checkParameters(spec, launch.parameters);
    const image = this.imageNamed(spec.image);
    const environment = { ...spec.defaultEnvironment, ...launch.environment };
    const job = this.newJob(launch.jobName, project, region);
    if (validateOnly) return job;
    const place: LaunchPlace = { project, region, jobId: job.id, bucket: this.settings.bucket };
    this.start(job, async () => {
      job.enter("JOB_STATE_PENDING");
      const flags = launchFlags({ ...launch, environment }, place);
      job.log(`Launching ${spec.image} with ${flags.join(" ")}`, "JOB_MESSAGE_DETAILED");
      await runLauncher(
        image,
        flags,
        this.env,
        (line) => {
          job.log(line);
        },
        job.signal,
      );
      const written = await this.storage.read(templateLocation(place));
      await this.run(job, v.parse(jobSchema, JSON.parse(written.toString("utf8"))));
    });
    return job;
  }

  /** `jobs.create`. */
  create(project: string, region: string, description: JobDescription): LocalJob {
    const job = this.newJob(description.name, project, region);
    this.start(job, () => this.run(job, description));
    return job;
  }

  /** @throws RequestError when there is no such job */
  job(id: string): LocalJob {
    const job = this.jobs.get(id);
    if (!job)
      throw new RequestError(404, `(${id}): Information about job ${id} could not be found.`);
    return job;
  }

  /** Cancels the running jobs and waits for their end. */
  async close(): Promise<void> {
    for (const job of this.jobs.values()) job.cancel();
    await Promise.all(this.running);
  }

  private async run(job: LocalJob, description: JobDescription): Promise<void> {
    job.signal.throwIfAborted();
    job.labelledWith(description.labels ?? {});
    job.enter("JOB_STATE_RUNNING");
    this.failOnPurpose(job);
    const image = this.imageNamed(workerImage(description));
    const { storage, settings } = this;
    await runOnPrism(description, image, this.env, {
      job,
      storage,
      endpoint: settings.jobEndpoint,
      limits: settings.workerLimits ?? defaultWorkerLimits,
    });
  }

  private failOnPurpose(job: LocalJob): void {
    for (const [part, times] of this.settings.failures ?? []) {
      if (!job.name.includes(part) || times <= 0) continue;
      this.settings.failures?.set(part, times - 1);
      throw new Error("The job failed on purpose, as its settings ask.");
    }
  }

  private start(job: LocalJob, work: () => Promise<void>): void {
    const ended = work().then(
      () => {
        job.enter("JOB_STATE_DONE");
      },
      (error: unknown) => {
        job.fail(error);
      },
    );
    this.running.add(ended);
    void ended.then(() => this.running.delete(ended));
  }

  private newJob(name: string, project: string, region: string): LocalJob {
    for (const job of this.jobs.values()) {
      if (job.name === name && job.project === project && !job.isOver) {
        throw new RequestError(409, `There is already an active job named ${name}: ${job.id}.`);
      }
    }
    const time = new Date().toISOString().replace(/[-T:]/g, "_").slice(0, 19);
    const job = new LocalJob(`${time}-${randomBytes(8).readBigUInt64BE()}`, name, project, region);
    this.jobs.set(job.id, job);
    return job;
  }

  private imageNamed(name: string): LocalImage {
    return (this.settings.imageNamed ?? imageOfCheckout)(name);
  }
}
