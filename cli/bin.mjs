#!/usr/bin/env node
// `pulumi-ghcr COMMAND`: in a clone the sources themselves, in an installed package what was
// compiled of them.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What an installed package brings; a clone has more (see bootstrap.mjs). */
const installed = ["doctor", "explain", "mirrors", "push", "workflow"];

const inClone = existsSync(fileURLToPath(new URL("doctor.ts", import.meta.url)));
const [name = "--help", ...args] = process.argv.slice(2);
if (name === "--help" || name === "help") {
  console.log(
    [
      "pulumi-ghcr COMMAND",
      "",
      "  doctor    says whether a token can publish a repository's images to ghcr.io, and if not, why",
      "  push      publishes a version: pulumi up with it, and each image read back",
      "  explain   names the refusals in a log, with their causes and mends",
      "  mirrors   says which mirrors are behind their sources",
      "  workflow  prints the workflow that publishes a repository's images from GitHub Actions",
      "",
      "Each command tells more with --help.",
    ].join("\n"),
  );
} else if (inClone) {
  await import("./bootstrap.mjs");
} else if (installed.includes(name)) {
  const { main } = await import(`../dist/cli/${name}.js`);
  process.exitCode = await main(args);
} else {
  console.error(`There is no command '${name}'. There are: ${installed.join(", ")}.`);
  process.exitCode = 2;
}
