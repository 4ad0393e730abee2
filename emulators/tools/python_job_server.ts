import { join } from "node:path";
import { ChildServer, freePort } from "./child_server";
import { pythonToolBin } from "./python_tool";

/** Beam's Python SDK from PyPI, with the official Dataflow client. */
export const beamInPython = {
  name: "apache-beam-gcp",
  version: "2.77.0",
  packages: ["apache-beam[gcp]==2.77.0"],
};

/** Beam's portable runner in Python; its workers must be external. */
export async function startPythonJobServer(): Promise<{ server: ChildServer; endpoint: string }> {
  const python = join(pythonToolBin(beamInPython), "python");
  const port = await freePort();
  const module = "apache_beam.runners.portability.local_job_service_main";
  const args = ["-m", module, "--port", String(port)];
  const server = await ChildServer.start(python, args, port, {}, 60_000);
  return { server, endpoint: `127.0.0.1:${port}` };
}
