import tseslint from "typescript-eslint";

const beamInternals = {
  regex: "^apache-beam/(?!pvalue$|values$|transforms/)",
  message: "Only pipelines/beam and pipelines/runners know Beam's internals.",
};

/**
 * Imports point one way: what each folder of pipelines/ may import of the others. The pipelines and
 * programs at the top of pipelines/ may import all of them, and none imports those.
 */
const mayImport = {
  core: [],
  google: ["core"],
  storage: ["core", "google"],
  coingecko: ["core", "google", "storage"],
  sample_market: ["core"],
  options: ["core", "coingecko", "google"],
  run: ["core", "coingecko", "google", "options", "storage"],
  warehouses: ["core", "google", "storage"],
  beam: ["core"],
  transforms: ["beam", "coingecko", "core", "options", "run", "storage", "warehouses"],
  runners: ["beam", "core", "google", "options", "run", "storage"],
  cli: ["core", "options", "run", "storage"],
};

const rooms = `(${Object.keys(mayImport).join("|")})`;
/** The pipelines, and the programs that run them. */
const programs =
  "(market_snapshot|asset_dim|date_dim|pipelines|do_fns|run_pipelines|preflight|main|template|worker)";

const importDirections = Object.entries(mayImport).map(([folder, others]) => {
  const allowed = [folder, ...others].join("|");
  const knowsBeam = folder === "beam" || folder === "runners";
  const message = `Imports point one way: pipelines/${folder} may import only ${others.join(", ") || "itself"}.`;
  return {
    files: [`pipelines/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: `^(\\.\\./)+(?!\\.\\./)(?!(${allowed}|schemas)/)(?=${rooms}/)`, message },
            { regex: `^(\\.\\./)+${programs}$`, message },
            ...(knowsBeam ? [] : [beamInternals]),
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ["dist/", "out/", "node_modules/", "coverage/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    // The one place that touches the untyped inside of the Beam SDK.
    files: ["pipelines/beam/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["schemas/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "pipelines/", message: "A table knows nothing of what fills it." }] },
      ],
    },
  },
  {
    files: ["pipelines/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [beamInternals] }] },
  },
  ...importDirections,
);
