import { settingsPages } from "../../github/settingsPages";

export const registryToken = `Create a classic token with read:packages and write:packages: ${settingsPages.newRegistryToken}`;
export const authorizeToken = `Authorize the token for single sign-on (Configure SSO, then Authorize): ${settingsPages.tokens}`;
/** Can be pasted as it is: the variables are those of docs/tokens.md. */
export const logIn =
  'printf %s "$GHCR_TOKEN" | docker login {host} --username {user} --password-stdin';
export const logOut = "docker logout {host}";
export const jobPermission = "In a workflow, add to the job: permissions: packages: write";
export const accessPages = [
  `Under Manage Actions access, add the repository with the role Write: ${settingsPages.userPackage}`,
  `If the package belongs to an organization, use this page: ${settingsPages.organizationPackage}`,
];
export const checkName = "Check the package's name: https://github.com/{owner}?tab=packages";
export const gitHubStatus = `Check whether GitHub has an outage: ${settingsPages.status}`;
export const packagesDocument =
  "https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry";
