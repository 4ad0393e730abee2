import { join } from "node:path";
import { transpileSql } from "../emulators/tools/sqlglot";

/** `npm run transpile`: writes sql/generated/duckdb from sql/views, sql/checks and sql/queries. */
transpileSql(join(__dirname, "../../sql/generated/duckdb"));
