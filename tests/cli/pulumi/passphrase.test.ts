import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  findGeneratedPassphrase,
  createPassphrase,
  preparePassphrase,
  withPassphrase,
} from "../../../cli/pulumi/passphrase";
import type { Variables } from "../../../cli/variables";
import { folderForEachTest } from "../testFolder";

const folder = folderForEachTest();
let home: string;
let environment: Variables;

beforeEach(() => {
  home = folder.at("pulumi");
  environment = { PULUMI_HOME: home };
});

const backend = "file://~";

it("is created once, private, if a stack without a service needs one", () => {
  const file = preparePassphrase(environment, backend, "") ?? "";
  expect(file).toBe(join(home, "pulumi-ghcr-passphrase"));
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(preparePassphrase(environment, backend, "encryptionsalt: x\n")).toBe(file);
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(readdirSync(home)).toEqual(["pulumi-ghcr-passphrase"]);
});

it("is not created if a service or another provider encrypts, or the user set one", () => {
  expect(preparePassphrase(environment, "https://api.pulumi.com", "")).toBeUndefined();
  expect(preparePassphrase(environment, backend, "secretsprovider: awskms://x\n")).toBeUndefined();
  for (const overrides of [
    { PULUMI_CONFIG_PASSPHRASE: "" },
    { PULUMI_CONFIG_PASSPHRASE_FILE: "/x" },
  ]) {
    expect(preparePassphrase({ ...environment, ...overrides }, backend, "")).toBeUndefined();
  }
  expect(existsSync(home)).toBe(false);
});

it("is not created for secrets that another one encrypted", () => {
  expect(() => preparePassphrase(environment, backend, "encryptionsalt: x\n")).toThrow(
    "PULUMI_CONFIG_PASSPHRASE is not set",
  );
  expect(existsSync(home)).toBe(false);
});

it("stays the first one, even if two are created at the same time", () => {
  const file = join(home, "pulumi-ghcr-passphrase");
  createPassphrase(file);
  const text = readFileSync(file, "utf8");
  createPassphrase(file);
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(readdirSync(home)).toEqual(["pulumi-ghcr-passphrase"]);
});

it("is passed to Pulumi unless the user set one", () => {
  expect(withPassphrase(environment)).toEqual(environment);
  const file = preparePassphrase(environment, backend, "");
  expect(withPassphrase(environment)).toEqual({
    ...environment,
    PULUMI_CONFIG_PASSPHRASE_FILE: file,
  });
  const overrides = { ...environment, PULUMI_CONFIG_PASSPHRASE: "" };
  expect(withPassphrase(overrides)).toBe(overrides);
});

it("is reported if it decrypts the stack's secrets, and the user set no other one", () => {
  const encrypted = "encryptionsalt: x\n";
  expect(findGeneratedPassphrase(environment, encrypted)).toBeUndefined();
  const file = preparePassphrase(environment, backend, "");
  expect(findGeneratedPassphrase(environment, encrypted)).toBe(file);
  expect(findGeneratedPassphrase(environment, "secretsprovider: awskms://x\n")).toBeUndefined();
  expect(findGeneratedPassphrase({ ...environment, PULUMI_CONFIG_PASSPHRASE: "" }, encrypted)).toBe(
    undefined,
  );
});
