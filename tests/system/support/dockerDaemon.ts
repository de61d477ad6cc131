import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findOnPath, run, type Outcome } from "../../../core/process/child";
import { cacheFolder } from "../../../toolchain";

/** Where the programs of Debian's packages are unpacked; nothing is installed. */
const unpacked = join(cacheFolder(), "tests", "docker");

/** The daemon, and what it starts. */
const packages = ["docker.io", "containerd", "runc", "tini"];

/** The folders of the daemon's programs, or why there are none. */
function findPrograms(): readonly string[] | string {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it needs root on Linux";
  const installed = findOnPath("dockerd");
  if (installed !== undefined) return [dirname(installed)];
  if (!existsSync(unpacked)) {
    const problem = downloadPrograms();
    if (problem !== undefined) return problem;
  }
  return [join(unpacked, "usr", "sbin"), join(unpacked, "usr", "bin")];
}

function downloadPrograms(): string | undefined {
  mkdirSync(dirname(unpacked), { recursive: true });
  const staging = mkdtempSync(`${unpacked}.partial-`);
  const execute = (command: string, ...args: readonly string[]): string | undefined => {
    const { status, stderr, error } = spawnSync(command, args, {
      cwd: staging,
      encoding: "utf8",
      timeout: 180_000,
    });
    if (status === 0) return undefined;
    return `${command}: ${error?.message ?? stderr.trim().split("\n").at(-1) ?? ""}`;
  };
  try {
    const problem = execute("apt-get", "download", "--quiet", ...packages);
    if (problem !== undefined) return problem;
    for (const name of readdirSync(staging)) {
      const unpackProblem = execute("dpkg-deb", "--extract", name, "root");
      if (unpackProblem !== undefined) return unpackProblem;
    }
    if (!existsSync(unpacked)) renameSync(join(staging, "root"), unpacked);
    return undefined;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const programs = findPrograms();

/** The daemon would use it if it exists, and its images with it. */
const machineContainerd = "/run/containerd/containerd.sock";

/** Why no daemon can be started on this machine, if it cannot. */
export const daemonObstacle: string | undefined =
  typeof programs === "string"
    ? `dockerd could not be installed: ${programs}`
    : findOnPath("docker") === undefined
      ? "docker is not on PATH"
      : existsSync(machineContainerd)
        ? `a daemon for tests would use this machine's ${machineContainerd}`
        : undefined;

/** A Docker daemon with an empty folder of its own, without a network of its own. */
export class DockerDaemon {
  private readonly folder = mkdtempSync(join(tmpdir(), "pulumi-ghcr-docker-"));
  /** For `DOCKER_HOST`. */
  readonly host = `unix://${join(this.folder, "docker.sock")}`;
  private readonly stopping = new AbortController();
  private end?: Promise<Outcome>;

  static async start(): Promise<DockerDaemon> {
    const daemon = new DockerDaemon();
    await daemon.open();
    return daemon;
  }

  private async open(): Promise<void> {
    const folders = typeof programs === "string" ? [] : programs;
    const path = [...folders, process.env.PATH ?? ""].join(delimiter);
    const ownPrograms = this.wrapRunc(findOnPath("runc", path) ?? "runc");
    const settings = join(this.folder, "daemon.json");
    writeFileSync(settings, "{}");
    const state: { ended?: Outcome } = {};
    // It ends with this process, even if that is killed.
    this.end = run(
      "dockerd",
      [
        `--host=${this.host}`,
        `--config-file=${settings}`,
        `--data-root=${join(this.folder, "data")}`,
        `--exec-root=${join(this.folder, "run")}`,
        `--pidfile=${join(this.folder, "docker.pid")}`,
        "--bridge=none",
        "--iptables=false",
        "--ip6tables=false",
        "--userland-proxy=false",
        "--group=root",
      ],
      {
        environment: { PATH: [ownPrograms, path].join(delimiter) },
        signal: this.stopping.signal,
      },
    );
    void this.end.then((outcome) => {
      state.ended = outcome;
    });
    for (let tries = 0; (await this.docker("version")).code !== 0; tries += 1) {
      if (state.ended !== undefined || tries > 300) {
        await this.stop();
        throw new Error(`dockerd did not start: ${state.ended?.output.slice(-2000) ?? ""}`);
      }
      await sleep(100);
    }
  }

  /**
   * The root user of some virtual machines has one capability less, and then no privileged container
   * starts. BuildKit does not need that capability.
   */
  private wrapRunc(runc: string): string {
    const bin = join(this.folder, "bin");
    mkdirSync(bin);
    const script = [
      "#!/bin/sh",
      "for argument; do",
      "  case $previous in",
      `    --bundle) sed -i 's/"CAP_SYS_RESOURCE",//g' "$argument/config.json" ;;`,
      `    --process) sed -i 's/"CAP_SYS_RESOURCE",//g' "$argument" ;;`,
      "  esac",
      "  previous=$argument",
      "done",
      `exec '${runc}' "$@"`,
    ];
    writeFileSync(join(bin, "runc"), `${script.join("\n")}\n`, { mode: 0o755 });
    return bin;
  }

  /** Runs docker's command line. It does not block this process, which may serve the sandbox. */
  async docker(...args: readonly string[]): Promise<Outcome> {
    return run("docker", args, {
      environment: { DOCKER_HOST: this.host },
      timeoutMilliseconds: 60_000,
    });
  }

  /** Gives the daemon an image of a folder's files, with changes as in a Dockerfile. */
  importFolder(reference: string, folder: string, ...changes: readonly string[]): void {
    const { stdout: input } = spawnSync("tar", ["--create", "--directory", folder, "."], {
      maxBuffer: 2 ** 30,
    });
    const options = changes.flatMap((change) => ["--change", change]);
    const { status, stderr } = spawnSync("docker", ["import", ...options, "-", reference], {
      env: { ...process.env, DOCKER_HOST: this.host },
      input,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`docker import: ${stderr}`);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.end;
    // The daemon leaves the namespace of its network mounted.
    const mounts = readFileSync("/proc/mounts", "utf8").matchAll(/^\S+ (\S+)/gm);
    for (const [, target = ""] of mounts)
      if (target.startsWith(this.folder)) spawnSync("umount", [target]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
