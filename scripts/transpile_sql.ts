import { join } from "node:path";
import { transpileSql } from "../emulators/tools/sqlglot";

/** `npm run transpile`: writes sql/generated/duckdb from the folders of sql/. */
transpileSql(join(__dirname, "../../sql/generated/duckdb"));
