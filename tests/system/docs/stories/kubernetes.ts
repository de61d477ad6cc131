import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../accounting";
import { findSettings } from "../pages";
import type { Story } from "../story";
import { owner } from "./names";

const makeSecret =
  "kubectl create secret generic ghcr --type kubernetes.io/dockerconfigjson --from-file .dockerconfigjson=config.json --dry-run=client -o yaml";
const secretInto = `${makeSecret} | kubectl apply -f -`;
const patchAccount = `kubectl patch serviceaccount default --patch '{"imagePullSecrets": [{"name": "ghcr"}]}'`;
const apply = "kubectl apply -k .";
const status = "kubectl rollout status deployment/backend";
const undo = "kubectl rollout undo deployment/backend";
const explain = "kubectl get events | npx pulumi-ghcr explain";
const writeImages = "npx pulumi-ghcr outputs ../deployment kustomization";
const here = { words: { "../deployment": "." } };

/** The output of `kubectl get events` for a denied pull, with containerd's message. */
const createEvents = (image: string, registry: string): string => `
LAST SEEN   TYPE      REASON      OBJECT                         MESSAGE
12s         Normal    Scheduled   pod/backend-6b9f7d5c4-x2lqv    Successfully assigned default/backend-6b9f7d5c4-x2lqv to worker-1
10s         Normal    Pulling     pod/backend-6b9f7d5c4-x2lqv    Pulling image "${image}"
10s         Warning   Failed      pod/backend-6b9f7d5c4-x2lqv    Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://${registry}/token?scope=repository%3Aowner%2Fv7%2Fbackend%3Apull&service=${registry}: 401 Unauthorized
10s         Warning   Failed      pod/backend-6b9f7d5c4-x2lqv    Error: ErrImagePull
9s          Normal    BackOff     pod/backend-6b9f7d5c4-x2lqv    Back-off pulling image "${image}"
9s          Warning   Failed      pod/backend-6b9f7d5c4-x2lqv    Error: ImagePullBackOff
`;

/** A kubeconfig for a cluster that does not respond: port 9 is the discard service's. */
const kubeconfig = `
apiVersion: v1
kind: Config
clusters: [{ name: none, cluster: { server: "http://127.0.0.1:9" } }]
contexts: [{ name: none, context: { cluster: none, user: none } }]
users: [{ name: none, user: {} }]
current-context: none
`;

/** docs/kubernetes.md, as far as kubectl works without a cluster. */
export function kubernetes({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/my-app`;
  const file = join("images", "kustomization.yaml");

  test("the file kustomization is a component, whose versions are in git", async () => {
    newcomer.write("kustomization.yaml", findSettings("docs/kubernetes.md", "- deployment.yaml"));
    const deployment = findSettings("docs/kubernetes.md", "kind: Deployment");
    newcomer.write("deployment.yaml", deployment.replace(/ghcr\.io\/\S+/, image()));
    await newcomer.run(writeImages, here);
    const before = newcomer.read(file);
    expect(parse(before)).toMatchObject({
      kind: "Component",
      images: [{ name: image(), newTag: "v1.1.0" }],
    });
    const commit = `git add -f ${file} && git -c user.name=a -c user.email=a@b commit -qm a`;
    expect(await newcomer.type(commit)).toMatchObject({ code: 0 });
    await newcomer.type(`echo '# later' >>${file}; ${commit}`);
    await newcomer.run("git checkout HEAD~1 -- images/kustomization.yaml");
    expect(newcomer.read(file)).toBe(before);
  });

  withPrograms(ledger, ["kubectl"], ["kubectl kustomize ."], () => {
    test("kubectl kustomize shows the pinned image", async () => {
      const { stdout } = await newcomer.run("kubectl kustomize .");
      expect(stdout).toMatch(new RegExp(`image: ${image()}:v1\\.1\\.0@sha256:[0-9a-f]{64}$`, "m"));
    });

    test("kubectl creates the pull secret from the stack's login", async () => {
      const { stdout } = await newcomer.type(makeSecret);
      const { type, data } = parse(stdout) as { type: string; data: Record<string, string> };
      expect(type).toBe("kubernetes.io/dockerconfigjson");
      const config = Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString();
      expect(config).toBe(newcomer.read("config.json"));
    });
  });

  const inCluster = [secretInto, patchAccount, apply, status, "kubectl diff -k .", undo];
  withPrograms(ledger, ["kubectl"], inCluster, () => {
    /** Prevents kubectl from using the cluster in the machine's settings. */
    const noCluster = (): { readonly KUBECONFIG: string } => {
      const KUBECONFIG = newcomer.pathBeside("kubeconfig");
      writeFileSync(KUBECONFIG, kubeconfig);
      return { KUBECONFIG };
    };

    // A wrong command, flag or file fails with another message, before kubectl contacts the cluster.
    test.each(inCluster)(
      "kubectl accepts the command, and contacts the cluster: %s",
      async (line) => {
        const code = line === "kubectl diff -k ." ? 2 : 1;
        const { output } = await newcomer.run(line, { environment: noCluster(), code });
        expect(output).toMatch(/127\.0\.0\.1:9.*refused/);
      },
    );

    test("the deployment on the page is valid for Kubernetes' types", async () => {
      const decode = "kubectl kustomize . | kubectl set image --local -f - backend=other -o name";
      expect(await newcomer.type(decode)).toMatchObject({
        code: 0,
        stdout: "deployment.apps/backend\n",
      });
    });

    test("the patch adds the pull secret to the service account", async () => {
      const account =
        "kubectl create serviceaccount default --dry-run=client -o yaml >account.yaml";
      expect(await newcomer.type(account)).toMatchObject({ code: 0 });
      const local = "--local -f account.yaml -o yaml";
      const { stdout } = await newcomer.type(patchAccount.replace("serviceaccount default", local));
      expect(parse(stdout)).toMatchObject({ imagePullSecrets: [{ name: "ghcr" }] });
    });
  });

  test("explain reports why a pod cannot pull", async () => {
    const folder = newcomer.pathBeside("cluster");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "events"), createEvents(`${image()}:v1.1.0`, newcomer.address));
    writeFileSync(join(folder, "kubectl"), `#!/bin/sh\ncat '${join(folder, "events")}'\n`, {
      mode: 0o755,
    });
    const { output } = await newcomer.run(explain, {
      environment: { PATH: [folder, newcomer.getVariable("PATH")].join(delimiter) },
      more: `--registry ${newcomer.address}`,
    });
    expect(output).toContain("(ghcr-token-refused)");
  });

  test("the login file is deleted", async () => {
    await newcomer.run("rm config.json");
    expect(await newcomer.type("ls config.json")).toMatchObject({ code: 2 });
  });
}
