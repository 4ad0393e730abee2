CREATE TABLE IF NOT EXISTS `{{ dataset }}.crypto_check_results` (
  snapshot_date DATE NOT NULL OPTIONS (description = "The UTC day that was checked; joins date_dim.date."),
  check_name STRING NOT NULL OPTIONS (description = "The check: a file of sql/checks without its ending."),
  severity STRING NOT NULL OPTIONS (description = "fail: the day should not be used; warn: a person should look at it."),
  passed BOOL NOT NULL OPTIONS (description = "Whether the day is as expected."),
  observed FLOAT64 OPTIONS (description = "What the check counted or measured; null where it had nothing to compare."),
  expected STRING NOT NULL OPTIONS (description = "What observed has to be, such as <= 0."),
  run_at TIMESTAMP NOT NULL OPTIONS (description = "When the check ran, UTC."),
  message STRING OPTIONS (description = "What the finding means, for a person; null where the check passed."),
  PRIMARY KEY (snapshot_date, check_name) NOT ENFORCED
)
PARTITION BY snapshot_date
OPTIONS (description = "What the checks of the data found: the newest result of each check and date.", labels = [("app", "crypto-pipelines")])
