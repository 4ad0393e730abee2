import tseslint from "typescript-eslint";

/** The pipelines, and the programs that run them. */
const pipelines =
  "(market_snapshot|asset_dim|date_dim|pipelines|do_fns|run_pipelines|main|template|worker)$";
const beamInternals = {
  regex: "^apache-beam/(?!pvalue$|values$|transforms/)",
  message: "Only pipelines/beam and pipelines/runners know Beam's internals.",
};

/** Imports point one way: what of pipelines/ a folder of it knows nothing of. */
const knowsNothingOf = (folder, others, ...more) => ({
  files: [`pipelines/${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${others.join("|")})`,
            message: `Imports point one way, and pipelines/${folder} knows nothing of this.`,
          },
          ...more,
        ],
      },
    ],
  },
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
  knowsNothingOf(
    "google",
    ["beam/", "cli/", "coingecko/", "runners/", "sinks/", "transforms/", pipelines],
    beamInternals,
  ),
  // Of object stores it knows the interface, by which it archives.
  knowsNothingOf(
    "coingecko",
    ["beam/", "cli/", "runners/", "sinks/(?!object_store$)", "transforms/", pipelines],
    beamInternals,
  ),
  knowsNothingOf(
    "sinks",
    ["beam/", "cli/", "coingecko/", "runners/", "transforms/", pipelines],
    beamInternals,
  ),
  knowsNothingOf("transforms", ["cli/", "google/", "runners/", pipelines], beamInternals),
  knowsNothingOf("beam", [
    ...["cli/", "coingecko/", "google/", "runners/", "sinks/", "transforms/"],
    pipelines,
  ]),
  knowsNothingOf("runners", ["cli/", "coingecko/", "transforms/", pipelines]),
  knowsNothingOf("cli", ["beam/", "coingecko/", "google/", "transforms/"], beamInternals),
);
