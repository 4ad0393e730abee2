import { pipelines } from "../pipelines/pipelines";
import type { PipelineName } from "../pipelines/options/option_spec";
import { templateParameters } from "./parameters";
import type { TemplateMetadata } from "./template_metadata";

const titles: Readonly<Record<PipelineName, { name: string; does: string }>> = {
  "date-dim": {
    name: "Crypto date dimension",
    does: "Writes a calendar, a row a day, as a CSV file and the BigQuery table",
  },
  "asset-dim": {
    name: "Crypto asset dimension from CoinGecko",
    does: "Keeps a row for every coin that CoinGecko has ever listed, as a CSV file and the BigQuery table",
  },
  "market-snapshot": {
    name: "Crypto market snapshot from CoinGecko",
    does: "Writes one day of the whole crypto market, a row a coin, as a CSV file and a partition of the BigQuery table",
  },
};

/** What `gcloud dataflow flex-template build --metadata-file` takes, made from the options. */
export function templateMetadata(pipeline: PipelineName): TemplateMetadata {
  const { name, does } = titles[pipeline];
  return {
    name,
    description: `${does} ${pipelines[pipeline].table.name}. Any run can be repeated: the same date gives the same result.`,
    streaming: false,
    parameters: templateParameters(pipeline),
  };
}
