CREATE OR REPLACE VIEW `{{ dataset }}.crypto_rejects` (
  snapshot_date OPTIONS (description = "The UTC day that the run stood for; joins date_dim.date."),
  line OPTIONS (description = "The line of rejected/<pipeline>/<date>.jsonl, from 1."),
  pipeline OPTIONS (description = "The pipeline as on the command line: asset-dim, market-snapshot, market-history."),
  url OPTIONS (description = "The call whose answer held the element."),
  asset_id OPTIONS (description = "Its id, where it has a usable one."),
  reason OPTIONS (description = "What is wrong with it."),
  field OPTIONS (description = "The field that is wrong, if it is one."),
  raw OPTIONS (description = "The element as it stood in the answer; the file has it whole where it is longer than a million characters.")
) OPTIONS (description = "{{ note }}What every pipeline rejected, and why. One row an element of an answer.") AS
SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_market_snapshot_rejects`
UNION ALL
SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_asset_dim_rejects`
UNION ALL
SELECT
    snapshot_date,
    line,
    pipeline,
    url,
    asset_id,
    reason,
    field,
    raw
FROM `{{ dataset }}.crypto_market_history_rejects`
