import { gcloudMissing } from "../../../emulators/tools/gcloud";
import { pythonMissing } from "../../../emulators/tools/python_tool";
import { SetUpProject } from "../../support/deploy/set_up_project";
import { describeUnless } from "../../support/describe_unless";

const connection = "projects/demo-project/locations/europe-west1/connections/github";

describeUnless(gcloudMissing(), pythonMissing())("the first set-up of a project", () => {
  let target: SetUpProject;

  beforeAll(async () => {
    target = await SetUpProject.start("3.3.2", "composer-3-airflow-3.3.1-build.2");
  }, 900_000);

  afterAll(() => target.stop());

  it.each([
    [
      "--composer=mian",
      /There is no Composer environment mian in europe-west1.*Nothing was changed/,
    ],
    ["--github=acme", /--github=acme is neither OWNER\/NAME nor projects\/P/],
  ])(
    "with a wrong %s ends before it changes anything",
    async (option, error) => {
      const { code, errors } = await target.run("setup.sh", [option]);
      expect(errors).toMatch(error);
      expect([code === 0, target.cloud.state.changes]).toEqual([false, []]);
    },
    60_000,
  );

  it("waits for the metrics that Monitoring does not know yet, and sets up Airflow 3", async () => {
    const repository = `--github=${connection}/repositories/acme-crypto`;
    const { code, errors } = await target.run("setup.sh", ["--composer=main", repository]);
    expect([code, errors]).toEqual([
      0,
      expect.stringContaining("Monitoring does not know the new metrics yet"),
    ]);
    expect(errors.match(/does not know the new metrics/g)).toHaveLength(1);
    expect(target.cloud.state.now).toBeGreaterThanOrEqual(600);
    expect(target.cloud.state.now).toBeLessThanOrEqual(720);
    expect(target.count("/alertPolicies/")).toBe(5);
    expect(target.airflowOutput(["variables", "get", "crypto_etl"])).toContain(
      '"warehouse": "bigquery:demo-project.crypto"',
    );
    const pools = target.airflowOutput(["pools", "get", "coingecko_api", "--output", "json"]);
    expect(JSON.parse(pools)).toEqual([
      expect.objectContaining({ pool: "coingecko_api", slots: "1", include_deferred: "True" }),
    ]);
  }, 600_000);

  it("creates triggers of a 2nd-generation repository connection", () => {
    const triggers = "cloudbuild/projects/demo-project/locations/europe-west1/triggers";
    for (const name of ["crypto-main", "crypto-pull-request"]) {
      expect(target.cloud.state.resources.get(`${triggers}/${name}`)).toMatchObject({
        repositoryEventConfig: { repository: `${connection}/repositories/acme-crypto` },
      });
    }
  });

  it("is idempotent in Airflow 3 too", async () => {
    const before = target.cloud.state.changes.length;
    const { code } = await target.run("setup.sh", ["--composer=main"]);
    expect([code, target.cloud.state.changes.slice(before)]).toEqual([0, []]);
    const sets = target.airflowCommands.filter(
      ([command, verb]) => `${command} ${verb}` === "variables set",
    );
    expect(sets).toHaveLength(1);
  }, 300_000);
});
