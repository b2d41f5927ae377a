// What the type checker cannot see. Layout is left to each author; the rules below catch mistakes.
import js from "@eslint/js";
import globals from "globals";

/** @type {import("eslint").Linter.Config[]} */
export default [
  { ignores: ["**/node_modules/", "**/.venv*/", ".mutants-js/", "**/dist/", "_site/", ".demo/", "tests/golden/", "tests/cases/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.browser, ...globals.node } },
    rules: {
      curly: ["error", "multi-line"],
      "default-case-last": "error",
      eqeqeq: "error",
      "no-console": "error",
      "no-control-regex": "off", // control characters are what several parsers look for
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-param-reassign": ["error", { props: false }],
      "no-promise-executor-return": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "text goes into the page with textContent" },
        { property: "outerHTML", message: "text goes into the page with textContent" },
        { property: "insertAdjacentHTML", message: "text goes into the page with textContent" },
      ],
      "no-return-assign": "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  // The command line, the build and the tests speak to a terminal.
  { files: ["site/verifier/cli.js", "site/verifier/build.mjs", "benchmarks/*.mjs", "tests/**/*.js", "tests/**/*.mjs"], rules: { "no-console": "off" } },
];
