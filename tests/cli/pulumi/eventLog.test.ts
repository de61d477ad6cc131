import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { PassThrough } from "node:stream";
import { Interruption } from "../../../cli/ui/interruption";
import { showUp } from "../../../cli/pulumi/pulumi";
import type { Variables } from "../../../cli/variables";
import { folderForEachTest } from "../testFolder";

/** Replaces Pulumi: records its parallelism, where its event log is, and who can read that folder. */
const script = `#!/bin/sh
while [ "$1" != --event-log ]; do shift; done
echo '{"diagnosticEvent":{"severity":"error","message":"from the log"}}' >"$2"
echo "$2" >where
ls -ld "$(dirname "$2")" >who
echo "\${PULUMI_PARALLEL}" >parallel
exit "\${CODE}"
`;

const folder = folderForEachTest();
let interruption: Interruption;

beforeEach(() => {
  folder.write("pulumi", script, 0o755);
  interruption = new Interruption();
});

afterEach(() => {
  interruption.close();
});

const screen = new PassThrough() as unknown as NodeJS.WriteStream;

function up(environment: Variables): ReturnType<typeof showUp> {
  const { path: program } = folder;
  const options = { pulumi: folder.at("pulumi"), program, stack: "dev", environment };
  return showUp(options, interruption, screen);
}

it.each(["0", "1"])("is private and removed afterwards (exit code %s)", async (CODE) => {
  const { code, errors } = await up({ CODE });
  expect({ code, errors }).toEqual({ code: Number(CODE), errors: "from the log" });
  expect(folder.read("who")).toMatch(/^drwx------/);
  const eventLog = folder.read("where").trim();
  expect(existsSync(dirname(eventLog))).toBe(false);
});

it("updates many resources at the same time, or as many as the user's variable says", async () => {
  await up({ CODE: "0" });
  expect(folder.read("parallel")).toBe("64\n");
  await up({ CODE: "0", PULUMI_PARALLEL: "3" });
  expect(folder.read("parallel")).toBe("3\n");
});
