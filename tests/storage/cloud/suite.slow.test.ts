import { StorageProcess } from "../../../emulators/google/storage/process";
import { openCloudStore } from "./opened_store";
import { describeObjectStore } from "../object_store_suite";

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
