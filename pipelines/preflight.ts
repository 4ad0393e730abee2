import { recordTablesOf } from "../schemas/tables";
import type { Run } from "./run/run";
import { filledTables } from "./run/tables";
import type { ObjectStore } from "./storage/object_store";
import { openWarehouse } from "./warehouses/open_warehouse";
import { checkMarket, describedTables } from "./transforms/publish/one_market";
import { checkCurrency } from "./transforms/publish/one_currency";

/**
 * Checks before the first call to the API what would make the last step fail: an output that can't
 * be written, a warehouse that is locked or has another schema, another market, prices in another currency.
 * @throws ActionableError
 */
export async function preflight(run: Run, store: ObjectStore): Promise<void> {
  await store.check();
  const warehouse = await openWarehouse(run.warehouse, { near: store });
  try {
    await checkMarket(run, store, warehouse);
    await warehouse?.prepare(
      ...describedTables(run, [...filledTables(run), ...recordTablesOf(run.pipeline)]),
    );
    await checkCurrency(run, store, warehouse);
  } finally {
    await warehouse?.close();
  }
}
