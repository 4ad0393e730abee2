import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { coinListRequest } from "../../../pipelines/coingecko/requests";
import { apiAt } from "../../coingecko/api";
import { InstantClock } from "../../coingecko/clocks";
import { inTurn, ScriptedServer, type Reply } from "../../coingecko/scripted_server";
import { temporaryFolder } from "../temporary_folder";

export const key = "CG-a-key-that-nobody-may-see";
export const coins = [{ id: "bitcoin" }];

/** Requests of the coin list, each into a new folder below one that is deleted after the tests of the file. */
export function apiRequests() {
  const folder = temporaryFolder();
  const newFolder = () => join(folder(), randomUUID());

  /** Requests the coin list from a server that answers as the script says, on a clock that does not wait. */
  async function ask(replies: Reply[], settings: Parameters<typeof apiAt>[3] = {}, apiKey = key) {
    const server = await ScriptedServer.serving(inTurn(...replies));
    try {
      return { ...(await askAt(server.url, settings, apiKey)), asked: server.asked };
    } finally {
      await server.close();
    }
  }

  async function askAt(url: string, settings: Parameters<typeof apiAt>[3] = {}, apiKey = key) {
    const clock = new InstantClock();
    const api = apiAt(url, newFolder(), { clock, apiKey }, settings);
    try {
      const answer = await api.ask(coinListRequest()).catch((error: unknown) => error as Error);
      const message = answer instanceof Error ? answer.message : "";
      return { answer, message, use: api.use, waits: clock.waits };
    } finally {
      await api.close();
    }
  }

  return { folder, newFolder, ask, askAt };
}
