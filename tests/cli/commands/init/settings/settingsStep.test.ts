import { lstatSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { parse } from "yaml";
import type { Prerequisites } from "../../../../../cli/commands/init/prerequisites";
import type { TokenTexts } from "../../../../../cli/commands/init/token/checkTokens";
import type { Plan } from "../../../../../cli/commands/init/settings/settingsFile";
import {
  getStoredTokens,
  openStack,
  writeSettings,
  type OpenStack,
} from "../../../../../cli/commands/init/settings/settingsStep";
import { folderForEachTest } from "../../../testFolder";
import { prerequisitesOf } from "../prerequisites";

const token = "ghp_exampleOfNobody";
const plan: Plan = { owner: "octo", repositories: [] };

const folder = folderForEachTest();
const file = "program/Pulumi.prod.yaml";
let prerequisites: Prerequisites;

/** A Pulumi that reverses its secrets, and is logged in at a service. */
const pulumi = `#!${process.execPath}
const { readFileSync, writeFileSync } = require("node:fs");
const { parse, stringify } = require(${JSON.stringify(require.resolve("yaml"))});
const args = process.argv.slice(2);
const turned = (text) => [...text].reverse().join("");
const file = args[args.indexOf("--config-file") + 1];
const globalFlags = ["--non-interactive", "--fully-qualify-stack-names"];
const [area, verb, key] = args.filter((each) => each !== "--secret" && !globalFlags.includes(each));
if (area === "whoami") console.log(JSON.stringify({ url: "https://example.com" }));
if (area === "config") {
  const read = parse(readFileSync(file, "utf8"));
  const reveal = (value) => (value.secure ? { value: turned(value.secure), secret: true } : { value });
  if (verb === "--show-secrets")
    console.log(JSON.stringify(read.config, (name, value) => (name.includes(":") ? reveal(value) : value)));
  else {
    read.config[key] = { secure: turned(readFileSync(0, "utf8")) };
    writeFileSync(file, stringify(read));
  }
}
`;

beforeEach(() => {
  folder.add("program");
  folder.write("pulumi", pulumi, 0o755);
  prerequisites = prerequisitesOf(folder.at("program"), { pulumi: folder.at("pulumi") });
});

const open = (text: string): Promise<OpenStack> =>
  openStack(prerequisites, "prod", undefined, text);

function write(
  opened: OpenStack,
  before: string,
  tokens: TokenTexts = { publisher: token, administrator: token },
): Promise<readonly string[]> {
  return writeSettings(opened, folder.at(file), { before, plan, tokens }, prerequisites);
}

const readConfig = (): unknown => (parse(folder.read(file)) as { config: unknown }).config;
const secure = { secure: "ydoboNfOelpmaxe_phg" };

it("encrypts a plain-text token, and stores no other token twice", async () => {
  const before = `config:\n  ghcr:token: ${token}\n  github:token: { secure: ${secure.secure} }\n`;
  folder.write(file, before);
  const opened = await open(before);
  expect(getStoredTokens(opened, { administers: true })).toEqual({
    publisher: token,
    administrator: token,
  });
  expect(await write(opened, before)).toEqual([
    "ghcr:owner: octo",
    "ghcr:token: stored, encrypted",
  ]);
  expect(readConfig()).toMatchObject({ "ghcr:token": secure, "github:token": secure });
  expect(readdirSync(prerequisites.program)).toEqual(["Pulumi.prod.yaml"]);
});

it("replaces an encrypted token that differs", async () => {
  const before = "config:\n  ghcr:token: { secure: rehtona }\n";
  folder.write(file, before);
  expect(await write(await open(before), before, { publisher: token })).toContain(
    "ghcr:token: stored, encrypted",
  );
  expect(readConfig()).toMatchObject({ "ghcr:token": secure });
});

it("does not overwrite changes made since it was read", async () => {
  const before = "config: {}\n";
  folder.write(file, before);
  const opened = await open(before);
  expect(await write(opened, before)).toHaveLength(3);
  // With changed answers, init's own edit is not a conflict.
  expect(await write(opened, before)).toHaveLength(3);
  const mine = `${folder.read(file)}# mine\n`;
  folder.write(file, mine);
  await expect(write(opened, before)).rejects.toThrow(
    "Pulumi.prod.yaml has changed since init read it; run init again to continue with its current content",
  );
  expect(folder.read(file)).toBe(mine);
  expect(readdirSync(prerequisites.program)).toEqual(["Pulumi.prod.yaml"]);
});

it("keeps a file's place and permissions", async () => {
  const before = "config: {}\n";
  const real = folder.at("elsewhere", "prod.yaml");
  folder.write("elsewhere/prod.yaml", before, 0o600);
  symlinkSync(real, folder.at(file));
  await write(await open(before), before);
  expect(lstatSync(folder.at(file)).isSymbolicLink()).toBe(true);
  expect(statSync(real).mode & 0o777).toBe(0o600);
  expect(readConfig()).toMatchObject({ "ghcr:token": secure });
  expect(readdirSync(folder.at("elsewhere"))).toEqual(["prod.yaml"]);
});
