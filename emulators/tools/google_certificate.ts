import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A temporary certificate for `*.googleapis.com`, its own authority, and the file that clients trust. */
export interface GoogleCertificate {
  readonly file: string;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Makes a certificate that is valid for a day, with openssl, in the given folder. */
export function googleCertificate(folder: string): GoogleCertificate {
  const [file, keyFile] = [join(folder, "ca.pem"), join(folder, "key.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
  const names = ["-subj", "/CN=local googleapis", "-addext", "subjectAltName=DNS:*.googleapis.com"];
  execFileSync("openssl", [...request, ...names, "-keyout", keyFile, "-out", file], {
    stdio: "ignore",
  });
  return { file, cert: readFileSync(file), key: readFileSync(keyFile) };
}
