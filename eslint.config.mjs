import js from "@eslint/js";
import prettier from "eslint-config-prettier";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * Which room may import which. A room may always import itself. The rooms that may import nothing
 * are the ones that must not share a mistake with what they check or carry.
 */
const rooms = {
  core: [],
  components: ["core"],
  stack: ["core", "components"],
  cli: ["core", "components", "stack"],
  sandbox: [],
  // How child processes run, and what docker keeps of its builders, core implements for the commands;
  // toolchain/ alone would need a copy of both.
  toolchain: ["core"],
  scripts: ["core", "components", "stack", "cli", "sandbox", "toolchain"],
};

const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./${room}`,
  from: "./",
  except: ["./node_modules", `./${room}`, ...allowed.map((name) => `./${name}`)],
  message: `${room}/ may import ${allowed.length === 0 ? "nothing of ours" : allowed.join(", ")}.`,
}));

/** The program itself; the package's entry for other programs is components/index.ts. */
zones.push({
  target: "./index.ts",
  from: "./",
  except: ["./node_modules", "./stack", "./components"],
  message: "index.ts may import stack and components.",
});

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "coverage/", ".sandbox/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // A Pulumi resource is made for its effect; its constructor is the call.
      "no-new": "off",
    },
  },
  {
    // The command line reads settings with the same code, without an engine.
    files: ["stack/model.ts", "stack/settings/**/*.ts"],
    ignores: ["stack/settings/pulumiConfiguration.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@pulumi/*"] }] },
  },
  {
    // @pulumi/docker's and the test framework's types lean on unbound methods in assertions.
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/unbound-method": "off" },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        console: "readonly",
        process: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
      },
    },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: {
      globals: {
        __dirname: "readonly",
        __filename: "readonly",
        module: "writable",
        require: "readonly",
      },
    },
  },
  prettier,
);
