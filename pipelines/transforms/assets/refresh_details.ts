import type { PCollection } from "apache-beam/pvalue";
import type { PTransform } from "apache-beam/transforms/transform";
import { composite, flatten, groupBy, split, step } from "../../beam/step";
import type { AuditRecord } from "../../run/audit_record";
import type { DayRuns } from "../../run/day_runs";
import type { ContractObservation } from "../contracts/observation";
import { CandidateOfObservation, ChooseDetails, RequestsSoFar } from "./choose_details";
import { FetchDetails } from "./fetch_details";
import type { Observation } from "./observation";
import type { ParsedAssets } from "./parse_assets";

/** A type and not an interface: Beam takes only those as the result of a composite. */
export type RefreshedDetails = ParsedAssets & {
  /** Those of the coins, where there is no coin list to say so. */
  readonly contracts: PCollection<ContractObservation>;
};

/**
 * The details of the coins whose turn it is on each day: chooses among all that were observed, and
 * fetches; of several days that may make calls, each but the last where it is chosen.
 * @param spent audit records that count the calls made before, since the run has one budget
 */
export function refreshDetails(
  runs: DayRuns,
  spent: PCollection<AuditRecord>,
): PTransform<PCollection<Observation>, RefreshedDetails> {
  return composite("RefreshDetails", (observations) => {
    const chosen = flatten(
      "Candidates",
      observations.apply(step("CandidatesObserved", new CandidateOfObservation(runs.callingDates))),
      spent.apply(step("RequestsSoFar", new RequestsSoFar(runs.callingDates))),
    )
      .apply(groupBy("AllCandidates", "choice"))
      .apply(step("ChooseDetails", new ChooseDetails(runs)))
      .apply(split("Chosen", ["plans", "observations", "contracts", "rejects", "audit"]));
    const fetched = chosen.plans
      .apply(groupBy("DetailsByShard", "key"))
      .apply(step("FetchDetails", new FetchDetails(runs)))
      .apply(split("Fetched", ["observations", "contracts", "rejects", "audit"]));
    return {
      observations: flatten("Details", chosen.observations, fetched.observations),
      contracts: flatten("DetailsContracts", chosen.contracts, fetched.contracts),
      rejects: flatten("DetailsRejects", chosen.rejects, fetched.rejects),
      audit: flatten("DetailsAudit", chosen.audit, fetched.audit),
    };
  });
}
