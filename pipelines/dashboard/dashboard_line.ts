import { countText } from "../core/text/count_text";
import { sizeText } from "../core/text/size_text";
import type { WrittenDashboard } from "./write_dashboard";

/** Where the page is, and what it shows, for a person. */
export function dashboardLine(folder: string, written: WrittenDashboard): string {
  const { path, bytes, days, coins, isSample } = written;
  const shows =
    days === 0
      ? "no data yet"
      : `${countText(coins)} coins, ${countText(days)} ${days === 1 ? "day" : "days"}`;
  return `${folder}/${path}  ${shows}, ${sizeText(bytes)}${isSample ? " (made-up data)" : ""}`;
}
