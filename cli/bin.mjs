#!/usr/bin/env node
// `pulumi-ghcr COMMAND`: in a clone the sources themselves, in an installed package what was
// compiled of them.
import { answer, bearClosedPipes, isInClone } from "./front.mjs";

if (isInClone) {
  await import("./bootstrap.mjs");
} else {
  bearClosedPipes();
  const [name, ...args] = process.argv.slice(2);
  const code = answer([name, ...args].filter((argument) => argument !== undefined));
  if (code === undefined) {
    const { main } = await import(`../dist/cli/commands/${name}/main.js`);
    process.exitCode = await main(args);
  } else {
    process.exitCode = code;
  }
}
