import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../checkout";

/** How many alert policies the set-up creates: one a file. */
export const policyCount = readdirSync(join(checkout, "monitoring", "policies")).length;
