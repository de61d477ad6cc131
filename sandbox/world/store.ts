import { join } from "node:path";

import { PRIVATE, readJsonIfExists, replaceFile } from "../files";
import type { World } from "./world";

/**
 * The world in memory and its file. Who changes it awaits `commit` before answering, so that what
 * was answered is kept whatever happens next. Changes that come while the file is being written
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

  /** Resolves when everything changed so far lies in the file. */
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
      // A write that is already queued takes this one's place by itself.
      if (this.waiting === null) this.writing = null;
    }
  }
}
