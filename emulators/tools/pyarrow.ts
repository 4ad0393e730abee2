import { pythonToolBin, type PythonTool } from "./python_tool";
import { join } from "node:path";

/** Apache Arrow's own reader of Parquet. */
const pyarrow: PythonTool = {
  name: "pyarrow",
  version: "22.0.0",
  packages: ["pyarrow==22.0.0"],
};

/** A Python in which pyarrow can be imported. */
export function pythonWithPyarrow(): string {
  return join(pythonToolBin(pyarrow), "python");
}
