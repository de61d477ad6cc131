import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { Interruption } from "../../../cli/ui/interruption";
import { showUp } from "../../../cli/pulumi/pulumi";
import type { Variables } from "../../../cli/variables";
import { temporaryFolders } from "../../temporaryFolders";

/** Replaces Pulumi: records its parallelism, where its event log is, and who can read that folder. */
const script = `#!/bin/sh
while [ "$1" != --event-log ]; do shift; done
echo '{"diagnosticEvent":{"severity":"error","message":"from the log"}}' >"$2"
echo "$2" >where
ls -ld "$(dirname "$2")" >who
echo "\${PULUMI_PARALLEL}" >parallel
exit "\${CODE}"
`;

const temporaryFolder = temporaryFolders();
let folder: string;
let interruption: Interruption;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "pulumi"), script);
  chmodSync(join(folder, "pulumi"), 0o755);
  interruption = new Interruption();
});

afterEach(() => {
  interruption.close();
});

const screen = new PassThrough() as unknown as NodeJS.WriteStream;

function up(environment: Variables): ReturnType<typeof showUp> {
  const options = { pulumi: join(folder, "pulumi"), program: folder, stack: "dev", environment };
  return showUp(options, interruption, screen);
}

it.each(["0", "1"])("is private and removed afterwards (exit code %s)", async (CODE) => {
  const { code, errors } = await up({ CODE });
  expect({ code, errors }).toEqual({ code: Number(CODE), errors: "from the log" });
  expect(readFileSync(join(folder, "who"), "utf8")).toMatch(/^drwx------/);
  const eventLog = readFileSync(join(folder, "where"), "utf8").trim();
  expect(existsSync(dirname(eventLog))).toBe(false);
});

it("updates many resources at the same time, or as many as the user's variable says", async () => {
  const readParallel = (): string => readFileSync(join(folder, "parallel"), "utf8").trim();
  await up({ CODE: "0" });
  expect(readParallel()).toBe("64");
  await up({ CODE: "0", PULUMI_PARALLEL: "3" });
  expect(readParallel()).toBe("3");
});
