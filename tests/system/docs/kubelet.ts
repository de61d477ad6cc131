import { bearer, manifestStatus, type Login } from "./registryDoor";

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly spec: {
    readonly containers: readonly [{ readonly name: string; readonly image: string }];
    readonly imagePullSecrets?: readonly { readonly name: string }[];
  };
  readonly status: { readonly phase?: string };
}

/** Runs kubectl, and gives what it wrote as its result; nothing where it failed. */
type Kubectl = (args: readonly string[], input?: string) => Promise<string | undefined>;

/**
 * What the machine of a cluster does, as far as a pull goes: it asks the registry for each pod's image
 * with the pod's own pull secrets, as containerd does, and tells the cluster that the pod runs, or why
 * it does not. It runs nothing.
 */
export class Kubelet {
  private isEnded = false;
  private readonly told = new Set<string>();
  private readonly loop: Promise<void>;

  constructor(
    private readonly kubectl: Kubectl,
    private readonly registry: string,
  ) {
    this.loop = this.work();
    // Told at the end: nobody listens before.
    this.loop.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.isEnded = true;
    await this.loop;
  }

  private async work(): Promise<void> {
    while (!this.isEnded) {
      const listed = await this.kubectl(["get", "pods", "--output", "json"]);
      const { items = [] } = JSON.parse(listed ?? "{}") as { items?: readonly Pod[] };
      for (const pod of items.filter(({ status }) => status.phase !== "Running")) {
        const refusal = await this.pull(pod);
        await (refusal === undefined ? this.runs(pod) : this.waits(pod, refusal));
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Why the image cannot be had, in containerd's words. */
  private async pull({ spec }: Pod): Promise<string | undefined> {
    const [{ image }] = spec.containers;
    const [, path = "", tag = ""] = /^[^/]+\/([^:@]+)(?::[^@]+)?[:@](.+)$/.exec(image) ?? [];
    const login = await this.login(spec.imagePullSecrets ?? []);
    const asked = await bearer(this.registry, `repository:${path}:pull`, login);
    if (asked.refusal !== undefined) {
      const kind = login.username === undefined ? "anonymous" : "oauth";
      const status = `${asked.status} ${asked.status === 401 ? "Unauthorized" : "Forbidden"}`;
      return `failed to authorize: failed to fetch ${kind} token: unexpected status from GET request to https://${asked.address}: ${status}`;
    }
    const status = await manifestStatus(this.registry, path, tag, asked.token);
    return status === 200 ? undefined : `unexpected status from HEAD request: ${status}`;
  }

  private async login(secrets: readonly { readonly name: string }[]): Promise<Login> {
    for (const { name } of secrets) {
      const text = await this.kubectl(["get", "secret", name, "--output", "json"]);
      if (text === undefined) continue;
      const { data } = JSON.parse(text) as { data: Readonly<Record<string, string>> };
      const config = Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString();
      const { auths } = JSON.parse(config) as { auths: Readonly<Record<string, { auth: string }>> };
      const pair = Buffer.from(auths[this.registry]?.auth ?? "", "base64").toString();
      const [username = "", ...password] = pair.split(":");
      if (username !== "") return { username, password: password.join(":") };
    }
    return {};
  }

  private async runs(pod: Pod): Promise<void> {
    const now = new Date().toISOString();
    const ready = { type: "Ready", status: "True", lastTransitionTime: now };
    await this.tell(
      pod,
      { running: { startedAt: now } },
      { phase: "Running", conditions: [ready] },
    );
  }

  private async waits(pod: Pod, refusal: string): Promise<void> {
    const [{ image }] = pod.spec.containers;
    const message = `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${refusal}`;
    const key = `${pod.metadata.uid} ${message}`;
    if (this.told.has(key)) return;
    await this.tell(pod, { waiting: { reason: "ImagePullBackOff", message } }, {});
    const { name, namespace, uid } = pod.metadata;
    const now = new Date().toISOString();
    const event = {
      ...{ apiVersion: "v1", kind: "Event", type: "Warning", reason: "Failed", message },
      metadata: { generateName: `${name}.`, namespace },
      involvedObject: { apiVersion: "v1", kind: "Pod", name, namespace, uid },
      ...{ firstTimestamp: now, lastTimestamp: now, count: 1, source: { component: "kubelet" } },
    };
    const made = await this.kubectl(["create", "--filename", "-"], JSON.stringify(event));
    // What did not reach the cluster is told again.
    if (made !== undefined) this.told.add(key);
  }

  /** Of a pod that is gone meanwhile nothing need be told. */
  private async tell({ metadata, spec }: Pod, state: object, status: object): Promise<void> {
    const [{ name, image }] = spec.containers;
    const ready = "running" in state;
    const container = { name, image, imageID: image, ready, restartCount: 0, state };
    const patch = JSON.stringify({ status: { ...status, containerStatuses: [container] } });
    const args = ["--subresource", "status", "--type", "merge", "--patch", patch];
    await this.kubectl(["patch", "pod", metadata.name, ...args]);
  }
}
