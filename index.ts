import { Provider } from "@pulumi/github";
import { ContainerImage, deployment, dropDebugMessages } from "./components";
import { nameRefusals, PublishingRepository } from "./components";
import { declareMirrors } from "./stack/declare/mirrors";
import { declareOrganizationSecrets } from "./stack/declare/organizationSecrets";
import { declarePackages } from "./stack/declare/packages";
import { declareStackWorkflow, stackFile } from "./stack/declare/stackWorkflow";
import { declareWorkflows, workflowFiles } from "./stack/declare/workflows";
import { preflight } from "./stack/preflight";
import { readSettings } from "./stack/settings";

/** A function, because the preflight must have passed before anything is declared. */
export = async () => {
  dropDebugMessages();
  const settings = readSettings();
  const told = await preflight(settings, workflowFiles(settings), stackFile(settings));

  const { owner, registry, username, token, builder, api, githubToken } = settings;
  const to = { owner, registry, username, token };
  await nameRefusals({ registries: [registry] });
  // The legacy client waits a second after each write and sends one request at a time.
  const github = new Provider("github", { owner, token: githubToken, legacyClient: false });
  const onGitHub = { providers: { github } };

  const built = Object.entries(settings.repositories).map(([name, settings]) => {
    const { images, workflow, ...args } = settings;
    const whole = { ...args, ...told.seen(args.secretName, name), owner, repository: name, token };
    const publishing = new PublishingRepository(name, whole, onGitHub);
    return { name, images, workflow, publishing };
  });
  const all = built.map(({ publishing }) => publishing);
  const after = declareOrganizationSecrets(all, { token, seen: told.seen }, onGitHub);
  const opts = { ...onGitHub, after, proposal: told.proposal };
  const { workflows, ...proposed } = declareWorkflows(built, { owner, registry }, opts);
  const own = declareStackWorkflow(
    settings.stackWorkflow,
    { owner, repositories: built },
    onGitHub,
  );
  await told.settle({ repositories: built, workflows, stackWorkflow: own });

  const images = built.flatMap(({ name: repository, images: wanted, publishing }) =>
    Object.entries(wanted).map(([name, args]) => {
      const { source } = publishing;
      const whole = { ...to, ...args, ...told.image(name), image: name, builder, source };
      // The package links itself to the repository at its first push, so that must be there.
      const image = new ContainerImage(name, whole, { dependsOn: [publishing] });
      const setting = `ghcr:repositories.${repository}.images.${name}`;
      const look = { source, setting, visibility: args.packageVisibility };
      const attestedBy = args.attested ? `${owner}/${repository}` : undefined;
      return { name, image, services: args.service, attestedBy, ...look };
    }),
  );
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
    ...declarePackages(images, { ...to, api }, told),
  };
};
