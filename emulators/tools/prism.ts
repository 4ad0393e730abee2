import { ChildServer, freePort } from "./child_server";
import { goTool, goTools } from "./go_tool";

/** Prism, Beam's own local runner. */
export async function startPrism(): Promise<{ server: ChildServer; endpoint: string }> {
  const port = await freePort();
  const flags = ["-job_port", String(port), "-serve_http=false"];
  const server = await ChildServer.start(goTool(goTools.prism), flags, port);
  return { server, endpoint: `127.0.0.1:${port}` };
}
