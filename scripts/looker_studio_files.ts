import { reportLink, viewLink } from "../schemas/looker_studio/link";
import { reportViews } from "../schemas/looker_studio/report";

/** What scripts/setup.sh fills in. */
export const placeholders = { project: "PROJECT", dataset: "DATASET" };
export const reportPlaceholder = "REPORT";

/** The links that scripts/setup.sh prints: a line each view of the report, and one for a copy of it. */
export function lookerStudioFiles(): { path: string; content: string }[] {
  const lines = [
    ...reportViews.map((view) => `${view} ${viewLink(placeholders, view)}`),
    `report ${reportLink(placeholders, reportPlaceholder, reportViews)}`,
  ];
  return [{ path: "scripts/setup/looker_studio.txt", content: `${lines.join("\n")}\n` }];
}
