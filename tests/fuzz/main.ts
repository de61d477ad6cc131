import { InvalidArgumentError } from "commander";
import { scriptCommand } from "../../scripts/command";
import { Waiting } from "../../cli/ui/waiting";
import { fuzzClients } from "./clients";
import { fuzzPure } from "./pure";

/** A request to a server takes about fifty times as long as a function call. */
const share = 50;

/**
 * Runs functions and, in one of fifty cases, clients of a hostile server with random input. `--cases`
 * sets the number of inputs, and `--seed` repeats a run. Returns 0 if no property was violated.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { cases, seed = Date.now() % 2 ** 31 } = scriptCommand(
    "fuzz",
    "Run functions and, in one of fifty cases, clients of a hostile server on this machine with random input.",
  )
    .option("--cases <number>", "the number of inputs", wholeNumber, 100_000)
    .option("--seed <number>", "repeat the run that printed this seed", wholeNumber)
    .parse(args, { from: "user" })
    .opts<{ cases: number; seed?: number }>();
  const served = Math.ceil(cases / share);
  console.log(`${cases} cases, ${served} of them with a hostile server, with --seed ${seed}`);
  const waiting = Waiting.onTerminal(false);
  const ofPure = await waiting.whileRunning("functions", () => fuzzPure(cases - served, seed));
  const failures = [...ofPure];
  const failure = await waiting.whileAsking("clients", fuzzClients(served, seed));
  if (failure !== undefined) failures.push(failure);
  for (const each of failures) console.error(each);
  console.log(
    failures.length === 0 ? "all properties hold" : `${failures.length} properties are violated`,
  );
  return failures.length === 0 ? 0 : 1;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}
