import { ActionableError } from "../../pipelines/core/actionable_error";
import { openWarehouse } from "../../pipelines/warehouses/open_warehouse";

describe("--warehouse", () => {
  it("none is no warehouse", async () => {
    expect(await openWarehouse("none")).toBeNull();
  });

  it("duckdb:FILE is not opened before it is used", async () => {
    const warehouse = await openWarehouse("duckdb:/nowhere/at/all.duckdb");
    expect(warehouse?.url).toBe("duckdb:/nowhere/at/all.duckdb");
    await warehouse?.close();
  });

  it.each(["duckdb:", "postgres:db", ""])("%j is refused", async (name) => {
    await expect(openWarehouse(name)).rejects.toThrow(ActionableError);
  });
});
