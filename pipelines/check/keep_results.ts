import { cryptoCheckResults } from "../../schemas/crypto_check_results";
import { madeUpNote } from "../run/market";
import { openWarehouse } from "../warehouses/open_warehouse";
import type { CheckResult } from "./check_result";

/**
 * Keeps the results of some days in the warehouse, in place of earlier ones of these days.
 * @param holdsSample whether it holds made-up data, which its tables' descriptions say
 */
export async function keepResults(
  url: string,
  days: ReadonlyMap<string, readonly CheckResult[]>,
  holdsSample: boolean,
): Promise<void> {
  const warehouse = await openWarehouse(url);
  try {
    const { description } = cryptoCheckResults;
    await warehouse?.prepare({
      ...cryptoCheckResults,
      description: holdsSample ? `${madeUpNote} ${description}` : description,
    });
    for (const [date, results] of days) {
      await warehouse?.replaceDay(cryptoCheckResults, date, results);
    }
  } finally {
    await warehouse?.close();
  }
}
