import { createHash } from "node:crypto";
import { chmodSync, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { interceptors, request, type Dispatcher } from "undici";
import { sharedDispatchers, type Dispatchers } from "../../core/http/dispatcher";
import { failureOf } from "../../core/http/failure";
import { findOnPath, run } from "../../core/process/child";
import { createStagingFolder, replace } from "../cache";
import { parseVersion } from "../machine";
import type { Release } from "./releases";

/** Why a release could not be installed, in one line. */
export class DownloadFailure extends Error {
  constructor(
    readonly release: Release,
    readonly why: string,
  ) {
    super(`${release.name} ${release.version}: ${why}`);
    this.name = "DownloadFailure";
  }
}

/** The progress of one release. */
export interface DownloadState {
  readonly release: Release;
  received: number;
  /** All bytes of the archive, if the server says so. */
  total?: number;
}

/** Receives the progress of downloads. */
export interface DownloadListener {
  /** Called when they begin, and while they run. */
  onDownload(states: readonly DownloadState[]): void;
  /** Called with the releases that are unavailable. */
  onDownloadFailed(failures: readonly DownloadFailure[]): void;
}

/**
 * Downloads releases, all at once, and reports those that are unavailable: their parts are built
 * then.
 */
export async function downloadReleases(
  releases: readonly Release[],
  listener: DownloadListener,
  options: Omit<DownloadOptions, "onProgress"> = {},
): Promise<void> {
  const states: DownloadState[] = releases.map((release) => ({ release, received: 0 }));
  listener.onDownload(states);
  const download = async (state: DownloadState): Promise<readonly DownloadFailure[]> => {
    const onProgress = (received: number, total: number | undefined): void => {
      Object.assign(state, { received, total });
      listener.onDownload(states);
    };
    try {
      await downloadRelease(state.release, { ...options, onProgress });
      return [];
    } catch (error) {
      if (error instanceof DownloadFailure) return [error];
      throw error;
    }
  };
  const failures = (await Promise.all(states.map(download))).flat();
  if (failures.length > 0) listener.onDownloadFailed(failures);
}

export interface DownloadOptions {
  /** Called with the bytes that arrived, and with all of them if that is known. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  readonly dispatchers?: Dispatchers;
  /** The longest pause in a download. @default 20 seconds */
  readonly idleMilliseconds?: number;
}

/** GitHub redirects to its storage, which may redirect once more. */
const maxRedirections = 5;

/**
 * Downloads a release, compares it with its published checksum, and unpacks its files into its folder.
 * Throws a DownloadFailure, and then leaves nothing behind.
 */
export async function downloadRelease(
  release: Release,
  options: DownloadOptions = {},
): Promise<void> {
  const staging = createStagingFolder(release.folder);
  try {
    const archive = join(staging, "archive.tar.gz");
    const expected = await readChecksum(release, options);
    const actual = await saveArchive(release, archive, options);
    if (expected !== undefined && expected !== actual) {
      const why = `${release.url} has the SHA-256 ${actual}, but ${expected} was published`;
      throw new DownloadFailure(release, why);
    }
    await unpack(release, archive, staging);
    await checkVersion(release, staging);
    // What is there is incomplete or outdated, or it would have been used.
    replace(staging, release.folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function open(
  release: Release,
  address: string,
  { dispatchers = sharedDispatchers(), idleMilliseconds = 20_000 }: DownloadOptions,
): Promise<Dispatcher.ResponseData> {
  const url = new URL(address);
  const dispatcher = dispatchers.dispatcherFor(url);
  const answer = await request(url, {
    dispatcher: dispatcher.compose(interceptors.redirect({ maxRedirections })),
    headersTimeout: idleMilliseconds,
    bodyTimeout: idleMilliseconds,
  });
  if (answer.statusCode === 200) return answer;
  await answer.body.dump();
  throw new DownloadFailure(release, `${address} answered ${answer.statusCode}`);
}

/** Turns a network error into a failure with one line. */
function describe(release: Release, address: string, error: unknown): DownloadFailure {
  if (error instanceof DownloadFailure) return error;
  return new DownloadFailure(release, failureOf(error, new URL(address).host).message);
}

/** Saves the archive, and returns its SHA-256. */
async function saveArchive(
  release: Release,
  file: string,
  options: DownloadOptions,
): Promise<string> {
  const hash = createHash("sha256");
  let received = 0;
  try {
    const { body, headers } = await open(release, release.url, options);
    const length = Number(headers["content-length"]);
    const total = Number.isSafeInteger(length) && length > 0 ? length : undefined;
    const watch = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        received += chunk.length;
        options.onProgress?.(received, total);
        done(null, chunk);
      },
    });
    await pipeline(body, watch, createWriteStream(file));
  } catch (error) {
    throw describe(release, release.url, error);
  }
  return hash.digest("hex");
}

/** The published checksum of the archive; undefined if its maker publishes none. */
async function readChecksum(
  release: Release,
  options: DownloadOptions,
): Promise<string | undefined> {
  const { checksums, url } = release;
  if (checksums === undefined) return undefined;
  let text: string;
  try {
    text = await (await open(release, checksums, options)).body.text();
  } catch (error) {
    throw describe(release, checksums, error);
  }
  const name = new URL(url).pathname.split("/").at(-1) ?? "";
  // One file for all archives, as sha256sum writes it, or a file for each, with or without the name.
  const lines = text.trim().split("\n");
  const line = lines.find((each) => each.includes(name)) ?? (lines.length === 1 ? text : "");
  const checksum = /\b[0-9a-f]{64}\b/.exec(line)?.[0];
  if (checksum !== undefined) return checksum;
  throw new DownloadFailure(release, `${checksums} contains no SHA-256 of ${name}`);
}

async function unpack(release: Release, archive: string, staging: string): Promise<void> {
  const tar = findOnPath("tar");
  if (tar === undefined) throw new DownloadFailure(release, "tar is not installed");
  const unpacked = join(staging, "unpacked");
  mkdirSync(unpacked);
  const files = Object.entries(release.files);
  const paths = files.map(([, path]) => path);
  const { code, output } = await run(tar, ["-xzf", archive, "-C", unpacked, ...paths]);
  if (code !== 0 || paths.some((path) => !existsSync(join(unpacked, path)))) {
    const [first = ""] = output.trim().split("\n");
    throw new DownloadFailure(release, `${release.url} cannot be unpacked: ${first}`);
  }
  for (const [name, path] of files) {
    chmodSync(join(unpacked, path), 0o755);
    renameSync(join(unpacked, path), join(staging, name));
  }
  rmSync(unpacked, { recursive: true });
  rmSync(archive);
}

/** Makes sure that the program runs on this machine, and is the version that it should be. */
async function checkVersion(release: Release, staging: string): Promise<void> {
  if (release.check === undefined) return;
  const [file, argument] = release.check;
  const { code, output } = await run(join(staging, file), [argument], {
    timeoutMilliseconds: 30_000,
  });
  if (code === 0 && parseVersion(output) === release.version) return;
  const [first = ""] = output.trim().split("\n");
  throw new DownloadFailure(release, `'${file} ${argument}' does not print the version: ${first}`);
}
