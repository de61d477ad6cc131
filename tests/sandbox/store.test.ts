import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { seedWorld } from "../../sandbox/seed";
import { Store } from "../../sandbox/world/store";
import type { World } from "../../sandbox/world/world";
import { temporaryFolders } from "../temporaryFolders";

const temporaryFolder = temporaryFolders();
let directory: string;

beforeEach(() => {
  directory = temporaryFolder();
});

it("finds what was committed, and seeds only the first time", async () => {
  const first = await Store.open(directory, seedWorld);
  first.world.nextId = 4711;
  await first.commit();
  const second = await Store.open(directory, () => {
    throw new Error("seeded again");
  });
  expect(second.world).toEqual(first.world);
});

it("has each change in the file when its commit resolves, and a complete file at any time", async () => {
  const store = await Store.open(directory, seedWorld);
  const path = join(directory, "world.json");
  const changes = Array.from({ length: 50 }, async (_, number) => {
    await new Promise((resolve) => setTimeout(resolve, number % 7));
    const id = store.world.nextId++;
    await store.commit();
    const { nextId } = JSON.parse(await readFile(path, "utf8")) as World;
    return nextId > id;
  });
  expect(await Promise.all(changes)).not.toContain(false);
  expect(await readdir(directory)).toEqual(["world.json"]);
});
