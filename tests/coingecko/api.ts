import { Api, type ApiOptions } from "../../pipelines/coingecko/api";
import type { ApiSettings } from "../../pipelines/coingecko/settings";
import { LocalObjectStore } from "../../pipelines/storage/local/object_store";
import { InstantClock } from "./clocks";

export const date = "2026-01-02";

/** Settings for a server of a test's own; the plan is demo, without a pace or a budget. */
export function settings(baseUrl: string, others: Partial<ApiSettings> = {}): ApiSettings {
  return {
    source: "demo",
    archive: "coingecko",
    baseUrl,
    shownUrl: baseUrl,
    plan: "demo",
    knowsOnlyNow: true,
    refresh: false,
    requestsPerMinute: null,
    maxRequests: null,
    shards: 1,
    ...others,
  };
}

/** The API with its archive in a folder, on a clock that does not wait: noon of `date`. */
export function apiAt(
  baseUrl: string,
  folder: string,
  others: Partial<ApiOptions> = {},
  ofSettings: Partial<ApiSettings> = {},
): Api {
  return new Api({
    store: new LocalObjectStore(folder, "run"),
    settings: settings(baseUrl, ofSettings),
    date,
    apiKey: "CG-key",
    clock: new InstantClock(),
    ...others,
  });
}

export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It did not fail.");
}
