import { join } from "node:path";
import { pythonToolBin, type PythonTool } from "./python_tool";

const dataContract: PythonTool = {
  name: "datacontract-cli",
  version: "1.2.8",
  packages: ["datacontract-cli==1.2.8"],
};

// Later versions of dbt download a part of themselves from elsewhere while they are installed.
const dbtWithDuckDb: PythonTool = {
  name: "dbt-duckdb",
  version: "1.10.1",
  packages: ["dbt-core==1.10.23", "dbt-duckdb==1.10.1"],
};

/** The program that checks a data contract. */
export function dataContractCommand(): string {
  return join(pythonToolBin(dataContract), "datacontract");
}

export function dbtCommand(): string {
  return join(pythonToolBin(dbtWithDuckDb), "dbt");
}
