import { existsSync } from "node:fs";
import { ADMINISTRATOR_TOKEN, ORGANIZATION_TOKEN, PUBLISHER_TOKEN } from "../../../sandbox";
import { Ledger } from "./ledger";
import { Newcomer } from "./newcomer";
import { listCommandLines } from "./pages";
import { account } from "./stories/account";
import { beginning } from "./stories/beginning";
import { compose } from "./stories/compose";
import { deploy } from "./stories/deploy";
import { docker } from "./stories/docker";
import { kubernetes } from "./stories/kubernetes";
import { moving } from "./stories/moving";
import { allInOne, noRead, pullToken } from "./stories/names";
import { places } from "./stories/places";
import { refused } from "./stories/refused";
import { release } from "./stories/release";
import { troubleshooting } from "./stories/troubleshooting";
import { tryOut } from "./stories/tryOut";
import { cleanup } from "./stories/cleanup";

const ledger = new Ledger(listCommandLines());
const newcomer = new Newcomer(ledger);

beforeAll(async () => {
  await newcomer.startSandbox("npm run sandbox");
}, 600_000);

afterAll(async () => {
  await newcomer.close();
});

/** Each story continues with the state that the previous one left: one reader, one clone, one stack. */
const stories = {
  ...{ tryOut, places, beginning },
  ...{ account, refused, release, deploy, compose, docker, kubernetes, moving },
  ...{ cleanup, troubleshooting },
};

describe.each(Object.entries(stories))("%s", (_name, define) => {
  define({ newcomer, ledger });
});

/** Blocks that another test compares with the real output. */
const shownElsewhere: readonly string[] = ["npm start"];

describe("after all stories", () => {
  it("every command line on the pages was run, or is reported as not tested", () => {
    expect(ledger.listMissing()).toEqual([]);
  });

  it("no output contains a token", () => {
    const tokens = [ADMINISTRATOR_TOKEN, PUBLISHER_TOKEN, ORGANIZATION_TOKEN];
    expect(newcomer.outputs.length).toBeGreaterThan(50);
    for (const token of [...tokens, noRead, pullToken, allInOne]) {
      expect(newcomer.outputs.filter((output) => output.includes(token))).toEqual([]);
    }
  });

  it("every block with a `shows` comment was compared", () => {
    expect(newcomer.listUnchecked(shownElsewhere)).toEqual([]);
  });

  it("stopping the sandbox removes the file with its variables", async () => {
    expect(existsSync(newcomer.path(".sandbox", "env"))).toBe(true);
    await newcomer.stopSandbox();
    expect(existsSync(newcomer.path(".sandbox", "env"))).toBe(false);
  });
});
