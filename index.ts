import { Provider } from "@pulumi/github";
import { deployment, dropDebugMessages, nameRefusals, PublishingRepository } from "./components";
import { declareImage } from "./stack/declare/images";
import { declareMirrors } from "./stack/declare/mirrors";
import { declareOrganizationSecrets } from "./stack/declare/organizationSecrets";
import { declarePackages } from "./stack/declare/packages";
import { declareStackWorkflow, stackFile } from "./stack/declare/stackWorkflow";
import { declareWorkflows, workflowFiles } from "./stack/declare/workflows";
import { besidePackages, preflight, stopAtConflicts } from "./stack/preflight";
import { readSettings } from "./stack/settings";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  dropDebugMessages();
  const settings = readSettings();
  const result = await preflight(settings, workflowFiles(settings), stackFile(settings));

  const { owner, registry, username, token, builder, api, githubToken } = settings;
  const to = { owner, registry, username, token };
  await nameRefusals({ registries: [registry] });
  // The legacy client waits a second after each write and sends one request at a time.
  const github = new Provider("github", { owner, token: githubToken, legacyClient: false });
  const onGitHub = { providers: { github } };

  const built = Object.entries(settings.repositories).map(([name, settings]) => {
    const { images, workflow, ...args } = settings;
    const hints = result.repositories.get(name) ?? {};
    const whole = { ...args, owner, repository: name, token, hints };
    const publishing = new PublishingRepository(name, whole, onGitHub);
    return { name, images, workflow, publishing };
  });
  const all = built.map(({ publishing }) => publishing);
  const hints = (secretName: string) => result.organizationSecrets.get(secretName) ?? {};
  const after = declareOrganizationSecrets(all, { token, hints }, onGitHub);
  const proposal = (repository: string) => result.repositories.get(repository)?.proposal;
  const opts = { ...onGitHub, after, proposal };
  const { workflows, ...proposed } = declareWorkflows(built, { owner, registry }, opts);
  const own = declareStackWorkflow(
    settings.stackWorkflow,
    { owner, repositories: built },
    onGitHub,
  );
  await stopAtConflicts(result, { repositories: built, workflows, stackWorkflow: own });

  const images = built.flatMap(({ name: repository, images: desired, publishing }) =>
    Object.entries(desired).map(([name, args]) => {
      const { source } = publishing;
      const preflight = result.images.get(name) ?? {};
      const image = declareImage(name, args, { ...to, builder }, publishing, preflight);
      const setting = `ghcr:repositories.${repository}.images.${name}`;
      const look = { source, setting, visibility: args.packageVisibility };
      const attestedBy = args.attested ? `${owner}/${repository}` : undefined;
      return { name, image, services: args.service, attestedBy, ...look };
    }),
  );
  const mirror = (name: string) => result.mirrors.get(name) ?? {};
  const told = { image: mirror, mirror };
  const mirrors = declareMirrors(settings.mirrors, { ...to, builder }, told, built);

  const login = { registry, username: settings.pullUsername, token: settings.pullToken };
  const repositories = built.map(
    ({ name, publishing: { source, secretName } }) => [name, { source, secretName }] as const,
  );
  // What can publish now, and what a deployment reads. Nothing is pinned before it was pushed.
  return {
    repositories: Object.fromEntries(repositories),
    ...proposed,
    ...deployment([...images, ...mirrors], login),
    ...declarePackages(
      images,
      { ...to, api },
      { packages: result.packages, findings: besidePackages(result) },
    ),
  };
};
