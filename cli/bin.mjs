#!/usr/bin/env node
// `pulumi-ghcr COMMAND`: a clone runs its sources, an installed package what was compiled from them.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const isInClone = existsSync(new URL("main.ts", import.meta.url));
const { main } = isInClone
  ? (await import("../scripts/bootstrap.mjs")).load("cli/main.ts")
  : require("../dist/cli/main.js");
process.exitCode = await main(process.argv.slice(2), require("../package.json").version);
