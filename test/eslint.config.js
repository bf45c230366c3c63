import { join } from "node:path";
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const root = join(import.meta.dirname, "..");
const lines = (max) => ["error", { max, skipBlankLines: false, skipComments: false }];

const processEnv = {
  object: "process",
  property: "env",
  message: "Only lib/env.ts reads the environment.",
};
const plainError = {
  selector: "ThrowStatement > NewExpression[callee.name='Error']",
  message: "Throw an AppError by a factory of lib/errors.ts.",
};
const ownRoute = {
  selector: "CallExpression[callee.property.name=/^(route|unroute|unrouteAll)$/]",
  message: "Take answerInstead: a route that is taken away meets the answers still being made.",
};
const notFrom = (group, message) => ["error", { patterns: [{ group, message }] }];

export default defineConfig(
  globalIgnores([
    "**/node_modules/",
    "**/.next/",
    ".data/",
    "prisma/generated/",
    "next-env.d.ts",
    "test/screens/",
    "public/",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Variables that closures change look constant to this one.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // Shapes here are closures and plain data, which these three take for classes and slips.
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  {
    rules: {
      eqeqeq: ["error", "always"],
      "max-lines": lines(250),
      "max-lines-per-function": lines(60),
      "no-restricted-properties": ["error", processEnv],
    },
  },
  {
    files: ["**/*.tsx"],
    extends: [reactHooks.configs.flat.recommended],
    rules: { "max-lines-per-function": lines(120) },
  },
  { files: ["**/route.ts"], rules: { "max-lines": lines(30) } },
  {
    files: ["test/**/*.test.{ts,tsx}"],
    rules: {
      "max-lines": lines(400),
      "max-lines-per-function": "off",
    },
  },
  { files: ["lib/**/*.ts"], rules: { "no-restricted-syntax": ["error", plainError] } },
  { files: ["test/browser/**/*.ts"], rules: { "no-restricted-syntax": ["error", ownRoute] } },
  {
    files: ["lib/**", "app/**", "proxy.ts"],
    rules: {
      "no-restricted-imports": notFrom(["**/test/**"], "The product does not know its tests."),
    },
  },
  {
    files: ["test/portal/**"],
    rules: {
      "no-restricted-imports": notFrom(
        ["**/lib/**", "**/app/**", "**/prisma/**"],
        "The local portal is a judge of the product: it shares no code with it.",
      ),
    },
  },
  {
    files: [
      "lib/env.ts",
      "prisma/prisma.config.ts",
      "next.config.js",
      "test/vitest.config.ts",
      "test/support/**",
      "test/cli/**",
      // Read by people who write systems of their own: nothing of ours may be in it.
      "test/samples/**",
    ],
    rules: { "no-restricted-properties": "off" },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: {
        ...{ process: "readonly", URL: "readonly", console: "readonly", Buffer: "readonly" },
        ...{ AbortController: "readonly", crypto: "readonly", fetch: "readonly" },
      },
    },
  },
);
