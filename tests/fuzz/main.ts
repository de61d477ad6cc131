import { readArguments } from "../../cli/arguments";
import { fuzz as command } from "../../scripts/commands";
import { endBefore, refuse } from "../../cli/refuse";
import { Waiting } from "../../cli/ui/waiting";
import { fuzzClients } from "./clients";
import { fuzzPure } from "./pure";

/** A question to a server costs some fifty times as much as one to a function. */
const share = 50;

/**
 * Gives hostile input to functions and, in one of fifty cases, to the clients through a server on
 * this machine. `--cases` says how many, and `--seed` repeats a run. Zero if all held.
 */
export async function main(args: readonly string[]): Promise<number> {
  const ended = endBefore(command, args);
  if (ended !== undefined) return ended;
  const { flags } = readArguments(args, command.flags, 0);
  const [cases, seed] = [
    Number(flags.get("cases")?.[0] ?? 100_000),
    Number(flags.get("seed")?.[0] ?? Date.now() % 2 ** 31),
  ];
  if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
    return refuse(command, ["--cases and --seed are whole numbers"]);
  }
  const served = Math.ceil(cases / share);
  console.log(`${cases} cases, ${served} of them by a hostile server, with --seed ${seed}`);
  const waiting = Waiting.onTerminal(false);
  const ofPure = await waiting.whileAt("functions", () => fuzzPure(cases - served, seed));
  const failures = [...ofPure];
  const failure = await waiting.whileAsking("clients", fuzzClients(served, seed));
  if (failure !== undefined) failures.push(failure);
  for (const each of failures) console.error(each);
  console.log(failures.length === 0 ? "all held" : `${failures.length} did not hold`);
  return failures.length === 0 ? 0 : 1;
}
