import tseslint from "typescript-eslint";

const beamInternals = {
  regex: "^apache-beam/(?!pvalue$|values$|transforms/)",
  message: "Only pipelines/beam and pipelines/runners know Beam's internals.",
};

/** What is built on the pipelines: none of it is part of what is installed. */
const aroundThePipelines = {
  regex: "^(\\.\\./)+(emulators|tests|bench|scripts)/",
  message: "pipelines/, schemas/ and templates/ import no emulator, test, benchmark or script.",
};

/**
 * The SDK's modules import each other in circles: pipelines/beam/sdk.ts loads them in the one order
 * that works, so a file that imports one of them imports that first. Types are no imports at run time.
 */
const sdkFirst = {
  meta: { type: "problem", schema: [] },
  create: (context) => ({
    Program({ body }) {
      const imports = body.filter(
        ({ type, importKind, specifiers }) =>
          type === "ImportDeclaration" &&
          importKind !== "type" &&
          (specifiers.length === 0 || specifiers.some((one) => one.importKind !== "type")),
      );
      const sdk = imports.findIndex(({ source }) => /^\.{1,2}\/(.*\/)?sdk$/.test(source.value));
      const first = imports.findIndex(({ source }) =>
        /^apache-beam\/(?!version$)/.test(source.value),
      );
      if (first >= 0 && (sdk < 0 || sdk > first)) {
        context.report({ node: imports[first], message: "Import pipelines/beam/sdk first." });
      } else if (first < 0 && sdk >= 0) {
        const message = "Nothing here needs pipelines/beam/sdk: only types of the SDK are used.";
        context.report({ node: imports[sdk], message });
      }
    },
  }),
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
  check: ["core", "options", "query", "run", "warehouses"],
  query: ["core", "google", "options", "run", "storage", "warehouses"],
  dashboard: ["core", "google", "options", "query", "run", "storage", "warehouses"],
  transforms: ["beam", "coingecko", "core", "options", "run", "storage", "warehouses"],
  runners: ["beam", "core", "google", "options", "run", "storage"],
  dry_run: [
    ...["check", "cli", "coingecko", "core", "dashboard", "google", "options", "run", "runners"],
    ...["storage", "transforms", "warehouses"],
  ],
  cli: ["core", "options", "run", "storage"],
};

const rooms = `(${Object.keys(mayImport).join("|")})`;
/** The pipelines, and the programs that run them. */
const programs =
  "(market_snapshot|market_history|asset_dim|date_dim|pipelines|do_fns|run_pipelines|refuse_before_start|preflight|main|template|worker)";

/** What the files of a folder of pipelines/ may not import. */
function forbiddenIn(folder) {
  const others = mayImport[folder];
  const allowed = [folder, ...others].join("|");
  const knowsBeam = folder === "beam" || folder === "runners";
  const message = `Imports point one way: pipelines/${folder} may import only ${others.join(", ") || "itself"}.`;
  return [
    { regex: `^(\\.\\./)+(?!\\.\\./)(?!(${allowed}|schemas)/)(?=${rooms}/)`, message },
    { regex: `^(\\.\\./)+${programs}$`, message },
    aroundThePipelines,
    ...(knowsBeam ? [] : [beamInternals]),
  ];
}

const importDirections = Object.keys(mayImport).map((folder) => ({
  files: [`pipelines/${folder}/**/*.ts`],
  rules: { "no-restricted-imports": ["error", { patterns: forbiddenIn(folder) }] },
}));

/** The folders of the sample market: each may import those before it, and none the programs above. */
const sampleMarketFolders = "coins prices market answers history faults server recordings".split(
  " ",
);

const sampleMarketDirections = sampleMarketFolders.map((folder, at) => {
  const earlier = sampleMarketFolders.slice(0, at).join(", ");
  const later = [...sampleMarketFolders.slice(at + 1).map((one) => `${one}/`), "serve_", "main$"];
  const message = `Imports point one way: sample_market/${folder} may import only ${earlier || "itself"}.`;
  const patterns = [
    ...forbiddenIn("sample_market"),
    { regex: `^\\.\\./(${later.join("|")})`, message },
  ];
  return {
    files: [`pipelines/sample_market/${folder}/*.ts`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
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
        {
          patterns: [
            { regex: "pipelines/", message: "A table knows nothing of what fills it." },
            aroundThePipelines,
          ],
        },
      ],
    },
  },
  {
    files: ["pipelines/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [beamInternals, aroundThePipelines] }],
    },
  },
  {
    files: ["templates/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [aroundThePipelines] }] },
  },
  {
    files: ["emulators/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^(\\.\\./)+(tests|bench)/",
              message: "Tests and benchmarks import emulators, never the other way round.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["pipelines/**/*.ts", "emulators/**/*.ts", "tests/**/*.ts", "bench/**/*.ts"],
    ignores: ["pipelines/beam/sdk.ts"],
    plugins: { sdk: { rules: { first: sdkFirst } } },
    rules: { "sdk/first": "error" },
  },
  ...importDirections,
  ...sampleMarketDirections,
);
