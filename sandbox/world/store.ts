import { join } from "node:path";

import { PRIVATE, readJsonIfExists, replaceFile } from "../files";
import type { World } from "./world";

/**
 * The data in memory and its file. Await `commit` after a change and before answering, so that what
 * was answered is saved. Changes that are made while the file is being written
 * share the next write.
 */
export class Store {
  private writing: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;

  private constructor(
    readonly world: World,
    private readonly path: string,
  ) {}

  static async open(directory: string, seed: () => World): Promise<Store> {
    const path = join(directory, "world.json");
    const saved = await readJsonIfExists(path);
    if (saved !== null) return new Store(saved as World, path);
    const store = new Store(seed(), path);
    await store.commit();
    return store;
  }

  /** Resolves when all changes so far are in the file. */
  commit(): Promise<void> {
    if (this.writing === null) {
      this.writing = this.write();
      return this.writing;
    }
    this.waiting ??= this.writing
      .catch(() => undefined)
      .then(() => {
        this.waiting = null;
        this.writing = this.write();
        return this.writing;
      });
    return this.waiting;
  }

  private async write(): Promise<void> {
    try {
      await replaceFile(this.path, `${JSON.stringify(this.world, null, 1)}\n`, PRIVATE);
    } finally {
      // A queued write replaces this one by itself.
      if (this.waiting === null) this.writing = null;
    }
  }
}
