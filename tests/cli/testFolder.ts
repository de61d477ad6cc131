import { mkdirSync, readFileSync, writeFileSync, type Mode } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolders } from "../temporaryFolders";

/** A temporary folder, and the files in it, by names that are relative to it. */
class TestFolder {
  path = "";

  at(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Creates a folder, and those above it. */
  add(...names: readonly string[]): void {
    for (const name of names) mkdirSync(this.at(name), { recursive: true });
  }

  /** Writes a file, and creates its folder. */
  write(name: string, text = "", mode?: Mode): void {
    this.add(dirname(name));
    writeFileSync(this.at(name), text, { mode });
  }

  read(name: string): string {
    return readFileSync(this.at(name), "utf8");
  }
}

/** A new folder for each test of a file. */
export function folderForEachTest(): TestFolder {
  const temporaryFolder = temporaryFolders();
  const folder = new TestFolder();
  beforeEach(() => {
    folder.path = temporaryFolder();
  });
  return folder;
}
