import { join } from "node:path";
import { parse } from "yaml";
import { notProven, withPrograms } from "../accounts";
import { settingsIn } from "../pages";
import type { Story } from "../story";
import { owner } from "./names";

const makeSecret =
  "kubectl create secret generic ghcr --type kubernetes.io/dockerconfigjson --from-file .dockerconfigjson=config.json --dry-run=client -o yaml";

/** docs/kubernetes.md: what a cluster is given. There is no cluster. */
export function kubernetes({ newcomer, ledger }: Story): void {
  const image = (): string => `${newcomer.address}/${owner}/v7/backend`;

  test("the stack's images are a component, whose versions git keeps", async () => {
    newcomer.write("kustomization.yaml", settingsIn("docs/kubernetes.md", "- deployment.yaml"));
    const deployment = settingsIn("docs/kubernetes.md", "kind: Deployment");
    newcomer.write("deployment.yaml", deployment.replace(/ghcr\.io\/\S+/, image()));
    await newcomer.run(
      "mkdir -p images && pulumi stack output kustomization > images/kustomization.yaml",
    );
    const before = newcomer.read("images", "kustomization.yaml");
    expect(parse(before)).toMatchObject({
      kind: "Component",
      images: [{ name: `${newcomer.address}/${owner}/my-app`, newTag: "v1.1.0" }],
    });
    const file = join("images", "kustomization.yaml");
    const commit = `git add -f ${file} && git -c user.name=a -c user.email=a@b commit -qm a`;
    expect(await newcomer.type(commit)).toMatchObject({ code: 0 });
    await newcomer.type(`echo '# later' >>${file}; ${commit}`);
    await newcomer.run("git checkout HEAD~1 -- images/kustomization.yaml");
    expect(newcomer.read(file)).toBe(before);
    await newcomer.run("pulumi stack output kustomization > images/kustomization.yaml");
    expect(newcomer.read(file)).toBe(before);
  });

  withPrograms(ledger, ["kubectl"], ["kubectl kustomize ."], () => {
    test("kubectl shows what would be applied", async () => {
      const file = join("images", "kustomization.yaml");
      // The page's image is another's than the one that is published here.
      newcomer.write(file, newcomer.read(file).replace(`${owner}/my-app`, `${owner}/v7/backend`));
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

  test("and the login is taken away again", async () => {
    await newcomer.run("rm config.json");
    expect(await newcomer.type("ls config.json")).toMatchObject({ code: 2 });
  });

  const inCluster = [
    `${makeSecret} | kubectl apply -f -`,
    `kubectl patch serviceaccount default --patch '{"imagePullSecrets": [{"name": "ghcr"}]}'`,
    "kubectl apply -k .",
    "kubectl rollout status deployment/backend",
    "kubectl diff -k .",
    "kubectl rollout undo deployment/backend",
    "kubectl describe pods | npx pulumi-ghcr explain",
  ];
  // Not against whatever cluster the machine's own settings happen to name.
  notProven(ledger, "it wants a cluster of its own", inCluster);
}
