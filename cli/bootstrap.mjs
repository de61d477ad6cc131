// Runs a command on a fresh clone: installs the node packages if they are not there, and only then
// loads TypeScript. It uses nothing but Node itself.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { answer, bearClosedPipes, commands, couldNotRun } from "./front.mjs";
import { installPackages, packagesAreCurrent } from "./packages.mjs";

bearClosedPipes();
process.exitCode = answer(process.argv.slice(2)) ?? (await run(process.argv.slice(2)));

async function run([name, ...args]) {
  const { steps, needsEngine, file = `./commands/${name}/main.ts` } = commands[name];
  if (needsEngine) tellNeeds();
  if (!prepare(steps)) return couldNotRun;
  const { main } = load(file);
  return main(args, steps);
}

/** Loads a command; the first time that takes some seconds, and a person should see why. */
function load(file) {
  const require = createRequire(import.meta.url);
  const { stderr, stdout } = process;
  // What goes to a program or into a file is nobody's to watch.
  const isWatched = stderr.isTTY && stdout.isTTY && process.env.TERM !== "dumb";
  if (isWatched) stderr.write("… starting");
  try {
    // tsx keeps what it has compiled, so a second start is quick.
    require("tsx/cjs/api").register();
    return require(file);
  } finally {
    if (isWatched) stderr.write("\r\u001b[2K");
  }
}

function tellNeeds() {
  if (process.platform === "linux") return;
  const system = process.platform === "darwin" ? "macOS" : "Windows";
  const way = process.platform === "darwin" ? "Docker" : "WSL2 or Docker";
  console.error(
    `On ${system} this needs ${way}: BuildKit does not run by itself here. ` +
      "'npm run test:unit' works without.",
  );
}

/** The first step: the node packages. A command without steps says nothing of them that are there. */
function prepare(steps) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const began = Date.now();
  const step = `[1/${Math.max(1, steps)}] Node packages`;
  let result = steps === 0 ? undefined : "ready";
  if (!packagesAreCurrent(root)) {
    console.error(`${step}: installing (about 20 seconds)`);
    const problem = installPackages(root);
    if (problem !== undefined) {
      console.error(`${step}: FAILED: npm ci said:\n${problem}`);
      return false;
    }
    result = "installed";
  }
  if (result !== undefined) {
    console.error(`${step}: ${result} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  return true;
}
