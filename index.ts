import { Provider } from "@pulumi/github";
import { ContainerImage, deployment, dropDebugMessages, lookAtPackages } from "./components";
import { mirrorAll, nameRefusals } from "./components";
import { PublishingRepository, shareSecrets, stackFile, workflowFiles } from "./components";
import { writeStackWorkflow, writeWorkflows } from "./components";
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
    const { repositoryId, secretMark } = result.repositories.get(name) ?? {};
    const whole = { ...args, repositoryId, secretMark, owner, repository: name, token };
    const publishing = new PublishingRepository(name, whole, onGitHub);
    return { name, images, workflow, publishing };
  });
  const all = built.map(({ publishing }) => publishing);
  const seen = (secretName: string) => result.organizationSecrets.get(secretName) ?? {};
  const after = shareSecrets(all, { token, seen }, onGitHub);
  const proposal = (repository: string) => result.repositories.get(repository)?.proposal;
  const opts = { ...onGitHub, after, proposal };
  const { workflows, ...proposed } = writeWorkflows(built, { owner, registry }, opts);
  const own = writeStackWorkflow(settings.stackWorkflow, { owner, repositories: built }, onGitHub);
  await stopAtConflicts(result, { repositories: built, workflows, stackWorkflow: own });

  const images = built.flatMap(({ name: repository, images: wanted, publishing }) =>
    Object.entries(wanted).map(([name, args]) => {
      const { source } = publishing;
      const whole = { ...to, ...args, ...result.images.get(name), image: name, builder, source };
      // The package links itself to the repository at its first push, so that must be there.
      const image = new ContainerImage(name, whole, { dependsOn: [publishing] });
      const setting = `ghcr:repositories.${repository}.images.${name}`;
      const look = { source, setting, visibility: args.packageVisibility };
      const attestedBy = args.attested ? `${owner}/${repository}` : undefined;
      return { name, image, services: args.service, attestedBy, ...look };
    }),
  );
  const mirror = (name: string) => result.mirrors.get(name) ?? {};
  const mirrors = mirrorAll(settings.mirrors, { ...to, builder }, { image: mirror, mirror }, built);

  const login = { registry, username: settings.pullUsername, token: settings.pullToken };
  const repositories = built.map(
    ({ name, publishing: { source, secretName } }) => [name, { source, secretName }] as const,
  );
  // What can publish now, and what a deployment reads. Nothing is pinned before it was pushed.
  return {
    repositories: Object.fromEntries(repositories),
    ...proposed,
    ...deployment([...images, ...mirrors], login),
    ...lookAtPackages(
      images,
      { ...to, api },
      { packages: result.packages, findings: besidePackages(result) },
    ),
  };
};
