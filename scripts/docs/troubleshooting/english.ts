import type { Language } from "./language";

export const english: Language = {
  page: "docs/troubleshooting.md",
  languages: "English · [Русский](ru/troubleshooting.md) · [中文](zh/troubleshooting.md)",
  title: "Troubleshooting, by message",
  opening: [
    "Search this page for the words that you saw. Or let the program search: it reads a whole log, takes the time stamps off, and puts your names into the fix.",
    "It finds each refusal in the log and says who said it, why, and what to do. A message that it does not know it shows whole, and calls unknown. Where you have a token and no log, ask [the doctor](doctor.md); what a token must be able to do is told in [tokens.md](tokens.md).",
    "**The login works, and the push fails?** A login proves nothing about a push. Mostly the token lacks `write:packages`, is a fine-grained one, or has a blank or a newline around it; or the secret has another name than the workflow looks for.",
    "Words in capitals are for you to replace: OWNER is the user or organization, NAME the package, REPOSITORY the repository, HOST the registry. `…` stands for anything.",
  ],
  contents: "Messages",
  chapters: {
    ghcr: {
      title: "ghcr.io refuses",
      opening: "The registry itself, at login, push or pull.",
    },
    limits: {
      title: "Too many requests",
      opening: "Nobody's rights are the matter, also where the status is 403.",
    },
    token: {
      title: "GitHub refuses the token",
      opening: "GitHub's API, and not the registry.",
    },
    repository: {
      title: "GitHub refuses a change",
      opening: "The token is known. What was asked for does not go.",
    },
    docker: {
      title: "Docker: names, login, and this machine",
      opening: "Mostly no registry was asked yet.",
    },
    build: {
      title: "The builder",
      opening: "BuildKit and buildx, before anything is pushed.",
    },
    network: {
      title: "The network",
      opening: "Nobody was refused: the registry or GitHub was not reached, or it is down.",
    },
    others: {
      title: "Another registry refuses",
      opening:
        "The message names its host, or has words that only it says. A token of GitHub's cannot help.",
    },
    unclear: {
      title: "Cannot tell which registry",
      opening: "Several registries say so, and the message names none.",
    },
    pulumi: {
      title: "Pulumi",
      opening: "The stack and this machine. It is not about GitHub.",
    },
  },
  colon: ": ",
  alsoSaid: "Also",
  onlyNamed: "Other registries say the same. It is this one where the message names ghcr.io.",
  cause: "Cause",
  passes: "It often passes by itself: try once more first.",
  fix: "Fix",
  unsettled: "Not settled",
  sources: "Read in {links}.",
  texts: {},
};
