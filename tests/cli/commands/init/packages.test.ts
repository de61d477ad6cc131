import { packageLines } from "../../../../cli/commands/init/packages";
import type { PackageFacts } from "../../../../core/github/packages";

const reference = { registry: "ghcr.io", name: "octo/group/app", tag: "latest" };
const facts: PackageFacts = {
  ...{ name: "group/app", owner: "Octo", visibility: "private", repository: null, versionCount: 1 },
  address: "https://github.com/users/Octo/packages/container/package/group%2Fapp",
};

describe("a package's lines", () => {
  it("say that it is private, and where to change that", () => {
    expect(packageLines([{ image: "group/app", reference, facts }])).toEqual([
      "group/app:",
      "  https://github.com/users/Octo/packages/container/package/group%2Fapp",
      "  docker pull ghcr.io/octo/group/app:latest",
      "  This package is private: pull it after 'docker login ghcr.io'.",
      "  Change who can pull it:",
      "  https://github.com/users/Octo/packages/container/group%2Fapp/settings",
    ]);
  });

  it("lead to an organization's page, also for what is internal", () => {
    const address = "https://github.com/orgs/Octo/packages/container/package/group%2Fapp";
    const internal = { ...facts, address, visibility: "internal" } as const;
    expect(packageLines([{ image: "group/app", reference, facts: internal }]).slice(-3)).toEqual([
      "  This package is internal: pull it after 'docker login ghcr.io'.",
      "  Change who can pull it:",
      "  https://github.com/orgs/Octo/packages/container/group%2Fapp/settings",
    ]);
  });

  it("name no settings for a public one", () => {
    const open = { ...facts, visibility: "public" } as const;
    const lines = packageLines([{ image: "group/app", reference, facts: open }]);
    expect(lines.at(-1)).toBe("  This package is public: anyone can pull it.");
  });

  it("leave out what GitHub did not say", () => {
    expect(packageLines([{ image: "group/app", reference, facts: undefined }])).toEqual([
      "group/app:",
      "  docker pull ghcr.io/octo/group/app:latest",
    ]);
  });
});
