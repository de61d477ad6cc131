import type { Language } from "./language";

export const english: Language = {
  page: "docs/troubleshooting.md",
  languages: "English · [Русский](ru/troubleshooting.md) · [中文](zh/troubleshooting.md)",
  title: "Troubleshooting by message",
  opening: [
    "Search this page for the message that you see. Or let a command search a whole log for you. It ignores time stamps, and fills your names into the fixes:",
    "For each denial in the log, the command prints who denied the request, the cause and the fix. If it does not recognize a denial, it prints the whole message and marks it as unknown. If you have a token but no log, [check the token](doctor.md). For the scopes that a token needs, see [tokens.md](tokens.md).",
    "**The login works, but the push fails?** A login does not prove that you can push. Usually the token lacks `write:packages`, is a fine-grained token, or was copied with a space or newline. In a workflow, also check that it reads the secret by its exact name.",
    "On this page, replace the words in capitals: OWNER with the user or organization, NAME with the package, REPOSITORY with the repository, and HOST with the registry. `…` stands for any text. A login reads your token from the variable `GHCR_TOKEN` ([how to set it](tokens.md#store-a-token)) and your user name from `GITHUB_USER`. If the log comes from GitHub Actions, `explain` shows how to renew the secret instead.",
  ],
  contents: "Messages",
  chapters: {
    ghcr: {
      title: "Denied by ghcr.io",
      opening: "The registry itself prints these messages, at login, push or pull.",
    },
    limits: {
      title: "Too many requests",
      opening: "These messages are not about permissions, even if the status is 403.",
    },
    token: {
      title: "GitHub refuses the token",
      opening: "These messages come from GitHub's API, not from the registry.",
    },
    repository: {
      title: "GitHub refuses a change",
      opening: "GitHub accepts the token, but not the change.",
    },
    docker: {
      title: "Docker: names, login and your machine",
      opening: "Docker usually prints these messages before it contacts a registry.",
    },
    build: {
      title: "The builder",
      opening: "BuildKit and Buildx print these messages before anything is pushed.",
    },
    network: {
      title: "The network",
      opening: "Nothing was denied: the registry or GitHub could not be reached, or is down.",
    },
    others: {
      title: "Denied by another registry",
      opening:
        "These messages name another registry, or are used only by that registry. A GitHub token does not help there.",
    },
    unclear: {
      title: "Denied by an unknown registry",
      opening: "Several registries use these messages, and the message does not name the registry.",
    },
    pulumi: {
      title: "Pulumi",
      opening: "These messages are about the stack and your machine, not about GitHub.",
    },
  },
  colon: ": ",
  alsoSaid: "Also seen as",
  onlyNamed:
    "Other registries use the same message. This section applies if the message names ghcr.io.",
  cause: "Cause",
  passes: "This is often temporary: try again first.",
  fix: "Fix",
  unsettled: "Open question",
  sources: "Sources: {links}.",
};
