import * as v from "valibot";
import { text } from "../forms";

/**
 * The forms of Google Cloud's and Beam's names, as the services check them: what they would refuse
 * after minutes is refused here at once.
 */

/** https://cloud.google.com/dataflow/docs/reference/rest/v1b3/projects.jobs#Job (name). */
export const jobName = text(
  /^[a-z]([-a-z0-9]{0,1022}[a-z0-9])?$/,
  "small letters, digits and hyphens, from a letter to a letter or digit",
);

/** An id, or that of an older, domain-scoped project: `example.com:my-project`. */
export const project = text(
  /^([a-z0-9][a-z0-9.-]*:)?[a-z]([-a-z0-9]{0,28}[a-z0-9])?$/,
  "a project's id, such as my-project; not its number or name",
);

export const region = text(/^[a-z]+(-[a-z]+)+\d+$/, "a region, such as us-central1; not a zone");

export const zone = text(/^[a-z]+(-[a-z]+)+\d+-[a-z0-9]+$/, "a zone, such as us-central1-a");

export const machineType = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/,
  "a machine type, such as n1-standard-1 or custom-2-8192",
);

/** https://github.com/distribution/reference: host, path, tag, digest. */
export const image = text(
  /^([a-zA-Z0-9.-]+(:\d+)?\/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  "an image, such as us-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE:TAG",
);

export const network = text(
  /^(projects\/[^/]+\/global\/networks\/)?[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "a network's name",
);

export const subnetwork = text(
  /^(https:\/\/(www|compute)\.googleapis\.com\/compute\/v1\/)?(projects\/[^/]+\/)?regions\/[^/]+\/subnetworks\/[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "regions/REGION/subnetworks/NAME, or its full URL",
);

export const diskType = text(
  /^(compute\.googleapis\.com\/projects\/[^/]*\/(zones|regions)\/[^/]*\/diskTypes\/)?(pd|hyperdisk)-[a-z-]*[a-z]$/,
  "a disk type, such as pd-ssd or compute.googleapis.com/projects//zones//diskTypes/pd-ssd",
);

export const serviceAccount = text(/^[^@\s]+@[^@\s]+\.[a-z]+$/, "a service account's e-mail");

export const kmsKey = text(
  /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
  "projects/P/locations/L/keyRings/R/cryptoKeys/K",
);

/** The base URL of a service, without the slash at its end. */
export const serviceUrl = v.pipe(
  v.string(),
  v.trim(),
  v.check(
    (value) => /^https?:\/\//i.test(value) && URL.canParse(value),
    "expected a URL, such as https://dataflow.googleapis.com",
  ),
  v.transform((url) => url.replace(/\/+$/, "")),
);

export const endpoint = text(/^([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, "HOST:PORT");
