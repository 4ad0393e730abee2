import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { cryptoAssetContract } from "../../../schemas/crypto_asset_contract";
import { registerDoFns } from "../../beam/register";
import { composite, split, step } from "../../beam/step";
import { type AuditRecord, count } from "../../run/audit_record";
import { Fields, idOf } from "../parse/fields";
import { elementsOf, type Page } from "../parse/page";
import { readElements, type Reject } from "../parse/reject";
import { partitions } from "../stage/sorted_line";
import { contractsOf } from "./contract";
import { seenContracts, type ContractObservation } from "./observation";

export type ParseContractsOutput =
  | { readonly observations: ContractObservation }
  | { readonly rejects: Reject }
  | { readonly audit: AuditRecord };

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type ParsedContracts = {
  readonly observations: PCollection<ContractObservation>;
  readonly rejects: PCollection<Reject>;
  readonly audit: PCollection<AuditRecord>;
};

/** Reads the contracts of all coins from the coin list. */
export function parseContracts(): PTransform<PCollection<Page>, ParsedContracts> {
  return composite("ParseContracts", (list) =>
    list
      .apply(step("Parse", new ParseContracts()))
      .apply(split("Parsed", ["observations", "rejects", "audit"])),
  );
}

export class ParseContracts {
  *process(list: Page): Generator<ParseContractsOutput> {
    const { name: table } = cryptoAssetContract;
    const { date } = list;
    if (!elementsOf(list).some(hasPlatforms)) {
      yield { audit: { date, kind: "skipped", table, reason: noPlatforms } };
      return;
    }
    let observed = 0;
    let rejects = 0;
    for (const result of readElements(list, (element) => toObservation(element, date))) {
      const observation = "row" in result ? result.row : unknownContracts(result.reject);
      if (observation) {
        yield { observations: observation };
        observed++;
      }
      if ("row" in result) continue;
      yield { rejects: result.reject };
      rejects++;
    }
    for (let partition = 0; partition < partitions; partition++) {
      yield { observations: { partition, kind: "allListed", date } };
    }
    yield { audit: count(date, "fetched", rejects, table) };
    yield { audit: count(date, "rejects", rejects, table) };
    yield { audit: { date, kind: "controlTotal", n: observed } };
  }
}

const noPlatforms =
  "the coin list has no platforms; perhaps an earlier version archived it, which asked for none.";

function hasPlatforms(element: unknown): boolean {
  return ((element as { platforms?: unknown } | null)?.platforms ?? null) !== null;
}

/** Null for an element without a usable id, which the dimension rejects. */
function toObservation(element: unknown, date: string): ContractObservation | null {
  const id = idOf(element);
  return id === null ? null : seenContracts(date, id, contractsOf(new Fields(element)));
}

/** What can't be read says nothing of the asset's contracts: they stay as they are. */
function unknownContracts({ date, asset_id }: Reject): ContractObservation | null {
  return asset_id === null ? null : seenContracts(date, asset_id, null);
}

registerDoFns("transforms/contracts/parse_contracts", { ParseContracts });
