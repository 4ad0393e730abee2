import { join } from "node:path";

/** The folder of the checkout: sources, settings and scripts. */
export const checkout = join(__dirname, "..", "..", "..");

/** The folder of the compiled program. */
export const compiled = join(checkout, "dist");
