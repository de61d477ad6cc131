import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { PassThrough } from "node:stream";
import { Interruption } from "../../../cli/ui/interruption";
import { showUp } from "../../../cli/pulumi/pulumi";
import { folderForEachTest } from "../testFolder";

/** Replaces Pulumi: records where its event log is, and the permissions of that folder. */
const script = `#!/bin/sh
while [ "$1" != --event-log ]; do shift; done
echo '{"diagnosticEvent":{"severity":"error","message":"from the log"}}' >"$2"
echo "$2" >where
ls -ld "$(dirname "$2")" >who
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

it.each(["0", "1"])("is private and removed afterwards (exit code %s)", async (CODE) => {
  const options = {
    pulumi: folder.at("pulumi"),
    program: folder.path,
    stack: "dev",
    environment: { CODE },
  };
  const screen = new PassThrough() as unknown as NodeJS.WriteStream;
  const { code, errors } = await showUp(options, interruption, screen);
  expect({ code, errors }).toEqual({ code: Number(CODE), errors: "from the log" });
  expect(folder.read("who")).toMatch(/^drwx------/);
  const eventLog = folder.read("where").trim();
  expect(existsSync(dirname(eventLog))).toBe(false);
});
