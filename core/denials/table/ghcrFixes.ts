import { settingsPages } from "../../github/settingsPages";

export const registryToken = `a classic token with read:packages and write:packages: ${settingsPages.newRegistryToken}`;
export const logIn = "docker login {host} --username YOUR_LOGIN --password-stdin";
export const accessPages = [
  `${settingsPages.userPackage}: Manage Actions access, add the repository with the role Write`,
  `for an organization: ${settingsPages.organizationPackage}`,
];
export const packagesDocument =
  "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry";
