import { join } from "node:path";
import { Peer, installed, run } from "./peer";

const root = join(__dirname, "..", "..", "..");

/** github.com/fsouza/fake-gcs-server, which needs Go to be built. */
export const fakeGcsServer = () =>
  installed("fake-gcs-server-1.56.1", "fake-gcs-server", (folder) => {
    run("go", ["install", "github.com/fsouza/fake-gcs-server@v1.56.1"], { GOBIN: folder });
  });

export function startFakeGcs(program: string): Promise<Peer> {
  return Peer.start(program, (port) => {
    const url = `http://127.0.0.1:${port}`;
    const place = ["-host", "127.0.0.1", "-port", String(port), "-external-url", url];
    return ["-backend", "memory", "-scheme", "http", ...place, "-public-host", url.slice(7)];
  });
}

const duckDb = "1.5.5";
const packages = [
  "local-bigquery==0.3.2",
  `duckdb==${duckDb}`,
  `duckdb-extensions==${duckDb}`,
  ...["ducklake", "httpfs", "spatial"].map((name) => `duckdb-extension-${name}==${duckDb}`),
];

/** PyPI's local-bigquery, which needs Python 3.13. */
export const localBigQuery = () =>
  installed("local-bigquery-0.3.2", join("venv", "bin", "local-bigquery"), (folder) => {
    const venv = join(folder, "venv");
    // pyenv's command of that name wants to be told the version once more; others ignore it.
    run("python3.13", ["-m", "venv", venv], { PYENV_VERSION: "3.13" });
    run(join(venv, "bin", "pip"), ["install", "--quiet", ...packages]);
  });

export function startLocalBigQuery(program: string, storage: string): Promise<Peer> {
  const launcher = join(root, "tests", "support", "serve_local_bigquery.py");
  const arguments_ = (port: number, directory: string) => [
    ...[launcher, "serve", "--host", "127.0.0.1", "--port", String(port), "--grpc-port", "0"],
    ...["--project", "demo-project", "--data-dir", directory],
  ];
  const python = join(program, "..", "python");
  return Peer.start(python, arguments_, { STORAGE_EMULATOR_HOST: storage });
}
