import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  /** The certificate, which is its own authority. */
  readonly file: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** What `openssl ca` needs to sign a request with its own key. */
const authority = `
[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = names
[names]
`;

/**
 * Makes a certificate with openssl that holds until 2100, or that has expired.
 * @param folder an existing one
 * @param host an IP address or a name
 */
export function certificate(folder: string, host: string, isExpired = false): Certificate {
  const cwd = mkdtempSync(join(folder, "certificate-"));
  for (const [file, content] of [
    ["ca.cnf", authority],
    ["index.txt", ""],
    ["serial", "01"],
  ] as const) {
    writeFileSync(join(cwd, file), content);
  }
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd, stdio: "ignore" });
  const kind = /^[\d.]+$/.test(host) ? "IP" : "DNS";
  const end = isExpired ? "20200102000000Z" : "21000101000000Z";
  openssl(
    ...["req", "-new", "-config", "ca.cnf", "-nodes", "-subj", `/CN=${host}`],
    ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
    ...["-addext", `subjectAltName=${kind}:${host}`, "-keyout", "key.pem", "-out", "request.pem"],
  );
  openssl(
    ...["ca", "-batch", "-selfsign", "-config", "ca.cnf", "-keyfile", "key.pem", "-notext"],
    ...["-startdate", "20200101000000Z", "-enddate", end, "-in", "request.pem", "-out", "cert.pem"],
  );
  const file = join(cwd, "cert.pem");
  return { file, cert: readFileSync(file), key: readFileSync(join(cwd, "key.pem")) };
}
