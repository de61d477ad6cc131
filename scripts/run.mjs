// Runs one of the project's scripts: node scripts/run.mjs scripts/start.ts [OPTION …]
import { load } from "./bootstrap.mjs";

const [file, ...args] = process.argv.slice(2);
load("cli/closedPipes.ts").ignoreClosedPipes();
const { main } = load(file);
process.exitCode = await main(args);
