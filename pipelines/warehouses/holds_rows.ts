import type { TableSpec } from "../../schemas/table";
import { openWarehouseToRead } from "./open_warehouse";

/**
 * Whether a warehouse has rows of a table; without a warehouse nothing is missing.
 * @param url as `--warehouse` takes it
 */
export async function holdsRows(url: string, table: TableSpec): Promise<boolean> {
  if (url === "none") return true;
  const warehouse = await openWarehouseToRead(url);
  if (!warehouse) return false;
  try {
    return (await warehouse.exists(table)) && (await warehouse.countRows(table)) > 0;
  } finally {
    await warehouse.close();
  }
}
