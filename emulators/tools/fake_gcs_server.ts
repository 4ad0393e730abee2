import { ChildServer, freePort } from "./child_server";
import { goTool, goTools } from "./go_tool";

/**
 * fake-gcs-server, a third party's Cloud Storage.
 * @param folder where it keeps its objects; in memory when left out.
 */
export async function startFakeGcsServer(
  folder?: string,
): Promise<{ url: string; server: ChildServer }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const address = ["-scheme", "http", "-host", "127.0.0.1", "-port", String(port)];
  const outside = ["-external-url", url, "-public-host", `127.0.0.1:${port}`];
  const backend = folder === undefined ? ["memory"] : ["filesystem", "-filesystem-root", folder];
  const args = ["-backend", ...backend, ...address, ...outside];
  return { url, server: await ChildServer.start(goTool(goTools.fakeGcsServer), args, port) };
}

export async function makeBucket(storage: string, name: string): Promise<void> {
  const response = await fetch(`${storage}/storage/v1/b?project=demo-project`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (!response.ok) throw new Error(`The bucket ${name} can't be made: HTTP ${response.status}.`);
}
