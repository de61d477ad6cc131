// Runs a command on a fresh clone: installs the node packages if they are not there, and only then
// loads TypeScript. It uses nothing but Node itself.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages, packagesAreCurrent } from "./packages.mjs";

/** The commands, the number of steps each shows (none: it says nothing until it has a result), and whether it needs the engine. */
const commands = {
  start: { steps: 5, engine: true },
  test: { steps: 7, engine: true },
  "test-unit": { steps: 2, engine: false },
  engine: { steps: 2, engine: true },
  sandbox: { steps: 3, engine: true },
  init: { steps: 7, engine: false },
  doctor: { steps: 0, engine: false },
  explain: { steps: 0, engine: false },
  push: { steps: 5, engine: false },
  mirrors: { steps: 0, engine: false },
  workflow: { steps: 0, engine: false },
  docs: { steps: 0, engine: false },
  fuzz: { steps: 0, engine: false, file: "../tests/fuzz/main.ts" },
};

// Whoever reads our output may stop reading, as `head` does; the work goes on to a good end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`There is no command '${name}'. There are: ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}

if (command.engine && process.platform !== "linux") {
  const system = process.platform === "darwin" ? "macOS" : "Windows";
  const way = process.platform === "darwin" ? "Docker" : "WSL2 or Docker";
  console.error(
    `On ${system} this needs ${way}: BuildKit does not run by itself here. ` +
      "'npm run test:unit' works without.",
  );
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`This needs Node 20.19 or newer, and this is Node ${process.versions.node}.`);
  process.exit(1);
}

const began = Date.now();
const step = `[1/${Math.max(1, command.steps)}] Node packages`;
let result = command.steps === 0 ? undefined : "ready";
if (!packagesAreCurrent(root)) {
  console.error(`${step}: installing (about 20 seconds)`);
  const problem = installPackages(root);
  if (problem !== undefined) {
    console.error(`${step}: FAILED: npm ci said:\n${problem}`);
    process.exit(1);
  }
  result = "installed";
}
if (result !== undefined) {
  console.error(`${step}: ${result} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const require = createRequire(import.meta.url);
// tsx keeps what it has compiled, so a second start is quick.
require("tsx/cjs/api").register();
const { main } = require(command.file ?? `./${name}.ts`);
process.exitCode = await main(args, command.steps);
