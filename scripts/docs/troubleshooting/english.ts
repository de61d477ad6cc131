import type { Language } from "./language";

export const english: Language = {
  page: "docs/troubleshooting.md",
  languages: "English · [Русский](ru/troubleshooting.md) · [中文](zh/troubleshooting.md)",
  title: "Troubleshooting by message",
  opening: [
    "Search this page for the message that you see. Or let the program search a whole log: it ignores time stamps and fills your names into the fixes.",
    "The command finds each denial in the log and prints where it comes from, its cause and its fix. It prints a message that it does not recognize in full and marks it as unknown. If you have a token but no log, [check the token](doctor.md). For what a token must be able to do, see [tokens.md](tokens.md).",
    "**Login works, but the push fails?** A login does not prove that you can push. Usually the token lacks `write:packages`, is a fine-grained token, or was copied with a space or newline. Or the secret has another name than the one that the workflow reads.",
    "Replace the words in capitals: OWNER is the user or organization, NAME the package, REPOSITORY the repository, HOST the registry. `…` stands for any text.",
  ],
  contents: "Messages",
  chapters: {
    ghcr: {
      title: "ghcr.io refuses",
      opening: "Messages from the registry itself, at login, push or pull.",
    },
    limits: {
      title: "Too many requests",
      opening: "These messages are not about permissions, even if the status is 403.",
    },
    token: {
      title: "GitHub refuses the token",
      opening: "Messages from GitHub's API, not from the registry.",
    },
    repository: {
      title: "GitHub refuses a change",
      opening: "GitHub accepts the token, but not the change.",
    },
    docker: {
      title: "Docker: names, login and this machine",
      opening: "Docker usually prints these messages before it contacts a registry.",
    },
    build: {
      title: "The builder",
      opening: "Messages from BuildKit and buildx, before anything is pushed.",
    },
    network: {
      title: "The network",
      opening: "Nothing was refused: the registry or GitHub could not be reached, or is down.",
    },
    others: {
      title: "Another registry refuses",
      opening:
        "The message names the registry's host, or no other registry uses it. A GitHub token does not help.",
    },
    unclear: {
      title: "Unclear which registry",
      opening: "Several registries use these messages, and the message does not name one.",
    },
    pulumi: {
      title: "Pulumi",
      opening: "Messages about the stack and this machine, not about GitHub.",
    },
  },
  colon: ": ",
  alsoSaid: "Also seen as",
  onlyNamed: "Other registries use the same message. It comes from ghcr.io if it names ghcr.io.",
  cause: "Cause",
  passes: "This often resolves itself: try again first.",
  fix: "Fix",
  unsettled: "Open question",
  sources: "Sources: {links}.",
};
