#!/usr/bin/env node
// `pulumi-ghcr COMMAND`: a clone runs its sources, an installed package what was compiled from them.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { openEcho } from "./echo.mjs";

const args = process.argv.slice(2);
const echo = openEcho();
// These commands ask for a token.
if (["init", "doctor"].includes(args[0]) && !process.env.GHCR_TOKEN) echo?.hide();

const require = createRequire(import.meta.url);
const isInClone = existsSync(new URL("main.ts", import.meta.url));
const { main } = isInClone
  ? (await import("../scripts/bootstrap.mjs")).load("cli/main.ts")
  : require("../dist/cli/main.js");
process.exitCode = await main(args, require("../package.json").version, echo);
