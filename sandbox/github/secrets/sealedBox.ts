import { createHash } from "node:crypto";

import type { SecretStore } from "../../world/world";

type Key = NonNullable<SecretStore["key"]>;

let loading: Promise<typeof import("libsodium-wrappers")> | null = null;

/** Loaded on demand, and once: it takes a third of a second, longer than the start. */
async function loadSodium(): Promise<typeof import("libsodium-wrappers")> {
  loading ??= import("libsodium-wrappers").then(async (module) => {
    // Loaders differ in what `import()` of a CommonJS module returns.
    const library = "default" in module ? (module.default as typeof module) : module;
    await library.ready;
    return library;
  });
  return await loading;
}

/** The key for a repository's or an organization's secrets, created on first use. */
export async function getSecretsKey(store: Pick<SecretStore, "key">): Promise<Key> {
  const { crypto_box_keypair } = await loadSodium();
  // Without an `await` between check and creation, two callers get the same key.
  if (store.key === null) {
    const pair = crypto_box_keypair();
    const publicKey = Buffer.from(pair.publicKey);
    store.key = {
      // GitHub's key ids are long numbers.
      id: BigInt(
        `0x${createHash("sha256").update(publicKey).digest("hex").slice(0, 15)}`,
      ).toString(),
      publicKey: publicKey.toString("base64"),
      privateKey: Buffer.from(pair.privateKey).toString("base64"),
    };
  }
  return store.key;
}

/** The box's content, or null if it was not sealed with this key. */
export async function openBox(key: Key, sealed: string): Promise<string | null> {
  const { crypto_box_seal_open } = await loadSodium();
  try {
    const opened = crypto_box_seal_open(
      Buffer.from(sealed, "base64"),
      Buffer.from(key.publicKey, "base64"),
      Buffer.from(key.privateKey, "base64"),
    );
    return Buffer.from(opened).toString("utf8");
  } catch {
    return null;
  }
}
