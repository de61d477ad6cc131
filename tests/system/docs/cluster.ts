import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { spawnTethered } from "../../../toolchain";
import { pathOf } from "../sandbox/clients";
import { Kubelet } from "./kubelet";

/** Kubernetes' own API server and controllers, on loopback, with a stand-in for its machines. */
export class Cluster {
  /** How kubectl reaches it, and no other. */
  readonly kubeconfig: string;
  private readonly child: ChildProcess;
  private kubelet: Kubelet | undefined;

  constructor(
    private readonly folder: string,
    private readonly registry: string,
  ) {
    mkdirSync(folder, { recursive: true });
    this.kubeconfig = join(folder, "kubeconfig");
    this.child = spawnTethered(pathOf("kubernetes-without-machines"), [folder], {});
  }

  /** Resolves when it can be used. */
  async open(): Promise<void> {
    let said = "";
    await new Promise<void>((resolve, reject) => {
      const take = (text: string): void => {
        said += text;
        if (/^ready$/m.test(said)) resolve();
      };
      this.child.stdout?.setEncoding("utf8").on("data", take);
      this.child.stderr?.setEncoding("utf8").on("data", take);
      this.child.once("error", reject).once("exit", () => {
        reject(new Error(`the cluster ended:\n${said}`));
      });
    });
    this.kubelet = new Kubelet((args, input) => this.kubectl(args, input), this.registry);
  }

  async close(): Promise<void> {
    await this.kubelet?.close();
    if (this.child.pid === undefined) return;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGTERM");
    await ended;
  }

  private kubectl(args: readonly string[], input = ""): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, KUBECONFIG: this.kubeconfig };
      const child = spawn(pathOf("kubectl"), [...args], { cwd: this.folder, env });
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      child.stderr.resume();
      child.once("error", reject);
      child.once("close", (code) => {
        resolve(code === 0 ? stdout : undefined);
      });
      child.stdin.on("error", () => undefined);
      child.stdin.end(input);
    });
  }
}
