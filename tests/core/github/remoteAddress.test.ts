import { repositoryOfRemote } from "../../../core/github/remoteAddress";

const octo = { owner: "Octo", name: "my.app" };

it.each([
  "https://github.com/Octo/my.app.git",
  "https://github.com/Octo/my.app",
  "https://github.com/Octo/my.app.git/",
  "https://me:ghp_example@github.com/Octo/my.app.git",
  "git@github.com:Octo/my.app.git",
  "ssh://git@github.com:22/Octo/my.app.git",
  "ssh://git@ssh.github.com:443/Octo/my.app.git",
  "github-work:Octo/my.app",
  "https://ghe.example.org/Octo/my.app.git",
])("reads %s", (address) => {
  expect(repositoryOfRemote(address, "ghe.example.org")).toEqual(octo);
});

it.each([
  "https://gitlab.com/Octo/my.app.git",
  "git@notgithub.org:Octo/my.app.git",
  "https://github.com/Octo",
  "https://github.com/Octo/a/b",
  "https://github.com/-x/app",
  "/home/me/github.com/Octo/app",
  "",
])("finds no GitHub repository in '%s'", (address) => {
  expect(repositoryOfRemote(address, "api.github.com")).toBeUndefined();
});

it("recognizes an enterprise by its API's host, with a port or after 'api.'", () => {
  for (const host of ["ghe.example.org:8443", "api.ghe.example.org"]) {
    expect(repositoryOfRemote("git@ghe.example.org:Octo/my.app", host)).toEqual(octo);
  }
});
