import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { Interruption } from "../../../cli/ui/interruption";
import { showUp } from "../../../cli/pulumi/pulumi";
import { temporaryFolders } from "../../temporaryFolders";

/** Replaces Pulumi: records where its event log is, and the permissions of that folder. */
const script = `#!/bin/sh
while [ "$1" != --event-log ]; do shift; done
echo '{"diagnosticEvent":{"severity":"error","message":"from the log"}}' >"$2"
echo "$2" >where
ls -ld "$(dirname "$2")" >who
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

it.each(["0", "1"])("is private and removed afterwards (exit code %s)", async (CODE) => {
  const options = {
    pulumi: join(folder, "pulumi"),
    program: folder,
    stack: "dev",
    environment: { CODE },
  };
  const screen = new PassThrough() as unknown as NodeJS.WriteStream;
  const { code, errors } = await showUp(options, interruption, screen);
  expect({ code, errors }).toEqual({ code: Number(CODE), errors: "from the log" });
  expect(readFileSync(join(folder, "who"), "utf8")).toMatch(/^drwx------/);
  const eventLog = readFileSync(join(folder, "where"), "utf8").trim();
  expect(existsSync(dirname(eventLog))).toBe(false);
});
