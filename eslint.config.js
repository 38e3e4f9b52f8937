import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: ["node_modules/", "artifacts/", "cache/", "coverage/", "build/", "types/", "subgraph/", ".stack/"],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // A forgotten await lets a test pass that checked nothing.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "it", "describe", "suite"] },
          ],
        },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      eqeqeq: "error",
      // Node runs the files as they are and erases types only. (The compiler's own check would refuse what typechain writes.)
      "no-restricted-syntax": [
        "error",
        "TSEnumDeclaration",
        "TSParameterProperty",
        "TSModuleDeclaration[declare!=true]",
      ],
    },
  },
);
