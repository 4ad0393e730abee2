import { StorageProcess } from "../support/storage_process";
import { openCloudStore } from "./cloud_opened_store";
import { describeObjectStore } from "./object_store_suite";

const bucket = "demo-bucket";
let server: StorageProcess;

beforeAll(async () => {
  server = await StorageProcess.start(bucket);
  process.env.STORAGE_EMULATOR_HOST = server.url;
});

afterAll(async () => {
  await server.stop();
});

describeObjectStore("Cloud Storage", () => Promise.resolve(openCloudStore(server.url, bucket)));
