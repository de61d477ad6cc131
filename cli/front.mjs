// What the command line answers by itself, before anything is installed or loaded: help, version,
// and what it does not have. It uses nothing but Node itself.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** An installed package has what was compiled, and no sources. */
const isInClone = existsSync(new URL("bootstrap.mjs", import.meta.url));
const { nearest } = require(
  isInClone ? "../core/text/nearest.cjs" : "../dist/core/text/nearest.cjs",
);

/** What the sources tell of the commands; `npm run docs` writes it. */
const { help, commands } = JSON.parse(readFileSync(new URL("help.json", import.meta.url), "utf8"));

const couldNotRun = 2;

export { commands, couldNotRun, isInClone };

/** The exit code of a command line that is answered here; of any other, nothing. */
export function answer([name, ...args]) {
  if (name === undefined) {
    console.error(help.join("\n"));
    return couldNotRun;
  }
  if (asksHelp(name) || name === "help") return tell(args.filter((each) => !asksHelp(each)));
  if (name === "--version") {
    console.log(require("../package.json").version);
    return 0;
  }
  if (!Object.hasOwn(commands, name)) return unknown(name);
  if (args.some(asksHelp)) return tell([name]);
  if (!isInClone && !commands[name].isInstalled) {
    return refuse(
      `'${name}' runs only in a clone of pulumi-ghcr, which has the sandbox, the engine and the ` +
        `tests: there 'npm ci' and then 'npx pulumi-ghcr ${name}' start it`,
    );
  }
  return obstacle();
}

function asksHelp(argument) {
  return argument === "--help" || argument === "-h";
}

function tell([name, ...more]) {
  if (name !== undefined && !Object.hasOwn(commands, name)) return unknown(name);
  if (more.length > 0) return refuse("help is of one command at a time");
  console.log((name === undefined ? help : commands[name].help).join("\n"));
  return 0;
}

function unknown(name) {
  const isFlag = name.startsWith("-");
  const names = isFlag ? ["--help", "--version"] : [...Object.keys(commands), "help"];
  const meant = nearest(name, names);
  // What may be a token is not repeated.
  const named = /^[a-z-]{1,40}$/i.test(name) ? ` ${isFlag ? name : `'${name}'`}` : undefined;
  const kind = isFlag ? "flag" : "command";
  const what = named === undefined ? `there is no such ${kind}` : `there is no ${kind}${named}`;
  return refuse(meant === undefined ? what : `${what}; did you mean ${meant}?`);
}

function obstacle() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return refuse(`this needs Node 20.19 or newer, and this is Node ${process.versions.node}`);
}

function refuse(problem) {
  console.error(`pulumi-ghcr: ${problem}`);
  console.error("pulumi-ghcr: nothing was run; --help tells how it is called");
  return couldNotRun;
}

/** Whoever reads our output may stop reading, as `head` does; the work goes on to a good end. */
export function bearClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
