import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse, stringify } from "yaml";
import type { Bench } from "../bench";
import { linkPackages } from "../../programFolder";
import type { Comparison, Contender } from "../model";
import { createOurs, createPeerProgram } from "../workspaces/pulumiWorkspace";
import type { PulumiFolder } from "../workspaces/pulumiFolder";
import { listNames } from "./repositories";

/** The first resource that the program declares: Pulumi itself declares the stack. */
const firstResource = /"resourcePreEvent":(?!.*"type":"pulumi:pulumi:Stack")/;

/** The seconds until a preview reaches the program's first resource. */
async function measureStart(program: PulumiFolder): Promise<number> {
  const events = join(program.folder, "events");
  rmSync(events, { force: true });
  const start = performance.now();
  const preview = program.preview("--event-log", events);
  const ended = preview.then(
    () => true,
    () => true,
  );
  let seconds: number | undefined;
  do {
    if (
      readIfExists(events)
        .split("\n")
        .some((line) => firstResource.test(line))
    )
      seconds = (performance.now() - start) / 1000;
  } while (seconds === undefined && !(await Promise.race([ended, sleep(5, false)])));
  await preview;
  if (seconds === undefined) throw new Error(`${program.folder}: the preview had no resource`);
  return seconds;
}

function readIfExists(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Compiles a program to another folder, without its sources. */
async function compile(bench: Bench, { folder }: PulumiFolder, target: string): Promise<void> {
  const isCopied = (path: string): boolean =>
    !path.endsWith(".ts") && basename(path) !== "node_modules";
  cpSync(folder, target, { recursive: true, filter: isCopied });
  linkPackages(target);
  const compiler = createRequire(__filename).resolve("typescript/package.json");
  const args = [join(dirname(compiler), "bin", "tsc"), "--project", "tsconfig.pulumi.json"];
  const output = ["--noEmit", "false", "--outDir", target];
  await bench.run(process.execPath, [...args, ...output], { cwd: folder });
  const file = join(target, "Pulumi.yaml");
  const project = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const runtime = { name: "nodejs", options: { packagemanager: "npm", typescript: false } };
  writeFileSync(file, stringify({ ...project, main: "index.js", runtime }));
}

export const programStart: Comparison = {
  name: "program-start",
  title: "Program start",
  note: "The time of `pulumi preview` until it reaches the first resource of the program, for a new stack of one repository. pulumi-ghcr has finished its preflight then. The programs were compiled in an earlier run.",
  listCases: async (bench) => {
    const ours = await createOurs(bench, "start");
    ours.declare(listNames(1));
    const compiled = bench.createFolder("start-compiled");
    await compile(bench, ours.program, compiled);
    const contender = async (label: string, program: PulumiFolder): Promise<Contender> => {
      await program.resetState();
      await program.preview();
      return { label, run: () => measureStart(program) };
    };
    const contenders = [
      await contender("pulumi-ghcr", ours.program),
      await contender("the same, precompiled", ours.program.inFolder(compiled)),
      await contender("empty TypeScript program", createPeerProgram(bench, "start-empty", "empty")),
    ];
    return [{ label: "1 repository, 0 ms", contenders }];
  },
};
