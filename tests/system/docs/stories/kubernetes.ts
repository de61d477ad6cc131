import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../accounts";
import { Cluster } from "../cluster";
import { settingsIn } from "../pages";
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
const rewriteImages =
  "pulumi stack output kustomization --cwd ../pulumi-ghcr > images/kustomization.yaml";
const writeImages = `mkdir -p images && ${rewriteImages}`;

/** docs/kubernetes.md: what a cluster is given, and what it makes of it. */
export function kubernetes({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/my-app`;
  const file = join("images", "kustomization.yaml");

  test("the stack's images are a component, whose versions git keeps", async () => {
    newcomer.write("kustomization.yaml", settingsIn("docs/kubernetes.md", "- deployment.yaml"));
    const deployment = settingsIn("docs/kubernetes.md", "kind: Deployment");
    newcomer.write("deployment.yaml", deployment.replace(/ghcr\.io\/\S+/, image()));
    await newcomer.run(writeImages);
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
    await newcomer.run(rewriteImages);
    expect(newcomer.read(file)).toBe(before);
  });

  withPrograms(ledger, ["kubectl"], ["kubectl kustomize ."], () => {
    test("kubectl shows what would be applied", async () => {
      const { stdout } = await newcomer.run("kubectl kustomize .");
      expect(stdout).toMatch(new RegExp(`image: ${image()}:v1\\.1\\.0@sha256:[0-9a-f]{64}$`, "m"));
    });

    test("kubectl makes the pull secret of the stack's login", async () => {
      const { stdout } = await newcomer.type(makeSecret);
      const { type, data } = parse(stdout) as { type: string; data: Record<string, string> };
      expect(type).toBe("kubernetes.io/dockerconfigjson");
      const config = Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString();
      expect(config).toBe(newcomer.read("config.json"));
    });
  });

  const inCluster = [secretInto, patchAccount, apply, status, "kubectl diff -k .", undo, explain];
  withPrograms(ledger, ["kubectl", "kubernetes-without-machines"], inCluster, () => {
    let cluster: Cluster;
    // Not against whatever cluster the machine's own settings happen to name.
    const inIt = () => ({ environment: { KUBECONFIG: cluster.kubeconfig } });

    beforeAll(async () => {
      cluster = new Cluster(newcomer.beside("cluster"), newcomer.address);
      await cluster.open();
    });

    afterAll(() => cluster.close());

    /** The references that the pods of the deployment run. */
    const running = async (): Promise<readonly string[]> => {
      const shown = '{range .items[*]}{.spec.containers[0].image}{"\\n"}{end}';
      const get = `kubectl get pods --selector app=backend --output jsonpath='${shown}'`;
      const { stdout } = await newcomer.type(get, inIt());
      return stdout.trim().split("\n");
    };
    const pinned = (version: string): unknown =>
      expect.stringMatching(new RegExp(`^${image()}:${version}@sha256:[0-9a-f]{64}$`));
    const until = async (command: string, text: string): Promise<void> => {
      const waiting = `until ${command} | grep -q ${text}; do sleep 0.1; done`;
      expect(await newcomer.type(`timeout 30 sh -c "${waiting}"`, inIt())).toMatchObject({
        code: 0,
      });
    };

    test("a pod that may not pull says so, and explain tells why", async () => {
      // The version before, as the deployment with Compose pins it.
      const [, digest = ""] = /:v1\.0\.0@(\S+?)"?$/m.exec(newcomer.read("compose.lock.yaml")) ?? [];
      const later = newcomer.read(file);
      const before = later.replace("v1.1.0", "v1.0.0").replace(/sha256:[0-9a-f]{64}/, digest);
      expect(before).not.toBe(later);
      newcomer.write(file, before);
      await newcomer.run(apply, inIt());
      await until("kubectl get pods", "ImagePullBackOff");
      await until("kubectl get events", "anonymous");
      const { output } = await newcomer.run(explain, {
        ...inIt(),
        more: `--registry ${newcomer.address}`,
      });
      expect(output).toContain("(ghcr-token-refused)");
    });

    test("with the pull secret it runs what is pinned", async () => {
      await newcomer.run(secretInto, inIt());
      const { output } = await newcomer.run(status, inIt());
      expect(output).toContain("successfully rolled out");
      expect(await running()).toEqual([pinned("v1.0.0"), pinned("v1.0.0")]);
    });

    test("a pod that names no secret gets its account's", async () => {
      await newcomer.run(patchAccount, inIt());
      await newcomer.type(`kubectl run plain --image ${image()}:latest`, inIt());
      await until("kubectl get pod plain", "Running");
    });

    test("another digest is shown, and rolls the pods", async () => {
      await newcomer.run(rewriteImages);
      const { stdout } = await newcomer.run("kubectl diff -k .", { ...inIt(), code: 1 });
      expect(stdout).toMatch(/^-.*:v1\.0\.0@sha256:/m);
      expect(stdout).toMatch(/^\+.*:v1\.1\.0@sha256:/m);
      await newcomer.run(apply, inIt());
      await newcomer.run(status, inIt());
      expect(await running()).toEqual([pinned("v1.1.0"), pinned("v1.1.0")]);
    });

    test("and back at once", async () => {
      await newcomer.run(undo, inIt());
      await newcomer.run(status, inIt());
      expect(await running()).toEqual([pinned("v1.0.0"), pinned("v1.0.0")]);
    });
  });

  test("and the login is taken away again", async () => {
    await newcomer.run("rm config.json");
    expect(await newcomer.type("ls config.json")).toMatchObject({ code: 2 });
  });
}
