/** What to do, and what is not settled, by the English words: what is changed there has to be told anew here. */
export const chineseFixes: Readonly<Record<string, string>> = {
  "a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages":
    "一个带有 read:packages 和 write:packages 的经典（classic）令牌：https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
  "https://github.com/users/{owner}/packages/container/{name}/settings: Manage Actions access, add the repository with the role Write":
    "https://github.com/users/{owner}/packages/container/{name}/settings：在 Manage Actions access 中添加代码仓库，角色选 Write",
  "for an organization: https://github.com/orgs/{owner}/packages/container/{name}/settings":
    "如果是组织：https://github.com/orgs/{owner}/packages/container/{name}/settings",
  "look at the owner in the reference: {host}/{owner}/…":
    "检查镜像引用里的所有者：{host}/{owner}/…",
  "an organization's policy: https://github.com/organizations/{owner}/settings/packages":
    "组织的策略：https://github.com/organizations/{owner}/settings/packages",
  "Both threads hold the words. The first pushes to an owner that is another's, the second ends in an incident; neither says so in a sentence.":
    "两个讨论里都有这句话。第一个推送到了别人的名下，第二个最后查明是 GitHub 的故障；都没有直接说明原因。",
  "a token with read:packages of an account that may read the package, then: docker login {host} --username YOUR_LOGIN --password-stdin":
    "用有权读取该包的账号，取一个带 read:packages 的令牌，然后：docker login {host} --username YOUR_LOGIN --password-stdin",
  "https://github.com/users/{owner}/packages/container/{name}/settings: Manage Actions access, add the repository with the role Read":
    "https://github.com/users/{owner}/packages/container/{name}/settings：在 Manage Actions access 中添加代码仓库，角色选 Read",
  "push to the owner of the workflow's repository, or use a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages":
    "推送到工作流所在代码仓库的所有者名下，或者使用带有 read:packages 和 write:packages 的经典令牌：https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
  "let forks leave it out: if: github.repository == 'OWNER/REPOSITORY'":
    "让 fork 跳过这一步：if: github.repository == 'OWNER/REPOSITORY'",
  "in the workflow's job: permissions: packages: write":
    "在工作流的作业（job）中写：permissions: packages: write",
  "https://github.com/settings/tokens: Configure SSO, then Authorize":
    "https://github.com/settings/tokens：点 Configure SSO，再点 Authorize",
  "look at the name: https://github.com/{owner}?tab=packages":
    "检查名字：https://github.com/{owner}?tab=packages",
  "docker logout {host}, if the package is public: an old login may be in the way":
    "docker logout {host}，如果包是公开的：旧的登录可能碍事",
  "or make the package public: https://github.com/users/{owner}/packages/container/{name}/settings (once public, it stays so)":
    "或者把包设为公开：https://github.com/users/{owner}/packages/container/{name}/settings（公开之后不能再改回私有）",
  "in a workflow's job: permissions: packages: write":
    "在工作流的作业（job）中写：permissions: packages: write",
  "write the owner between {host}/ and the name": "在 {host}/ 和名字之间写上所有者",
  "The one thread shows a reference without an owner, and not what fixed it.":
    "唯一的一个讨论里有不带所有者的引用，但没有说怎样解决的。",
  "delete versions over GitHub's API with read:packages and delete:packages, or in the web":
    "用带有 read:packages 和 delete:packages 的令牌通过 GitHub API 删除版本，或者在网页上删除",
  "push again": "再推送一次",
  "look at the package's versions: https://github.com/{owner}?tab=packages":
    "查看包的各个版本：https://github.com/{owner}?tab=packages",
  "wait a few minutes, or as long as retry-after says": "等几分钟，或者等 retry-after 所说的时间",
  "set legacyClient: false on github.Provider: it waits by itself":
    "在 github.Provider 上设置 legacyClient: false，它会自己等待",
  "gh api rate_limit (it shows when the next hour begins)":
    "gh api rate_limit（显示下一个小时从何时开始）",
  "log in, if the message names an IP address and no user":
    "如果消息里是 IP 地址而不是用户，请先登录",
  "mirror the image to ghcr.io, and build from there":
    "把镜像复制到 ghcr.io 作为镜像副本，从那里构建",
  "try again in a minute, with fewer pushes and pulls at once":
    "一分钟后再试，同时进行的推送和拉取少一些",
  "wait, and try again with fewer requests at once": "等一等再试，同时发出的请求少一些",
  "open the address in the answer's header X-GitHub-SSO": "打开响应头 X-GitHub-SSO 里的地址",
  "for the gh command's token: gh auth login": "如果是 gh 命令的令牌：gh auth login",
  "publish from a workflow with permissions: packages: write":
    "从带有 permissions: packages: write 的工作流发布",
  "an owner can allow classic tokens: https://github.com/organizations/{owner}/settings/personal-access-tokens":
    "组织所有者可以允许经典令牌：https://github.com/organizations/{owner}/settings/personal-access-tokens",
  "log in with the gh command, whose token is an OAuth App's: gh auth login":
    "用 gh 命令登录，它的令牌属于 OAuth App：gh auth login",
  "an owner can allow them: https://github.com/organizations/{owner}/settings/personal-access-tokens":
    "组织所有者可以允许它们：https://github.com/organizations/{owner}/settings/personal-access-tokens",
  "shorten the token's life at the address in the message, or make a new one":
    "在消息给出的地址缩短令牌的有效期，或者新建一个",
  "run it from an address on the list, or ask an owner of {owner} to add this one":
    "从名单上的地址运行，或者请 {owner} 的所有者把这个地址加进去",
  "use a token in its place: https://github.com/settings/tokens":
    "改用令牌：https://github.com/settings/tokens",
  "make a new token: https://github.com/settings/tokens":
    "新建一个令牌：https://github.com/settings/tokens",
  "set it again, with nothing around it": "重新设置，前后不要有多余的字符",
  "or set GITHUB_TOKEN": "或者设置 GITHUB_TOKEN",
  "https://github.com/settings/personal-access-tokens: add the repository, and the permission in the header X-Accepted-GitHub-Permissions":
    "https://github.com/settings/personal-access-tokens：添加代码仓库，以及响应头 X-Accepted-GitHub-Permissions 里写的权限",
  "add the permission to the workflow's job, as permissions: packages: write":
    "在工作流的作业里加上权限，例如 permissions: packages: write",
  "administer with a personal access token": "管理工作请用个人访问令牌",
  "tick the scope: https://github.com/settings/tokens":
    "勾选该权限范围：https://github.com/settings/tokens",
  "for the gh command's token: gh auth refresh -h github.com --scopes read:packages,write:packages":
    "如果是 gh 命令的令牌：gh auth refresh -h github.com --scopes read:packages,write:packages",
  "tick workflow: https://github.com/settings/tokens":
    "勾选 workflow：https://github.com/settings/tokens",
  "for the gh command's token: gh auth refresh -h github.com --scopes workflow":
    "如果是 gh 命令的令牌：gh auth refresh -h github.com --scopes workflow",
  "for a fine-grained token: the permission Workflows, read and write":
    "如果是细粒度令牌：权限 Workflows，可读可写",
  "have the workflow proposed by a pull request: workflow: {pullRequest: true} at the repository":
    "让工作流以拉取请求的方式提出，在代码仓库的设置里写 workflow: {pullRequest: true}",
  "first pulumi refresh, where the stack committed the file in an earlier update: Pulumi tries again what failed halfway":
    "先运行 pulumi refresh，如果更早的一次更新已经提交了这个文件：Pulumi 会重试半途失败的操作",
  "or let the token's account pass the rule: https://github.com/{owner}/{repository}/settings/rules":
    "或者让令牌的账号可以绕过规则：https://github.com/{owner}/{repository}/settings/rules",
  "pulumi refresh, so that the change is seen": "pulumi refresh，让改动被读到",
  "pulumi preview --diff, which shows what of it would go; then pulumi up":
    "pulumi preview --diff，看看其中有什么会被覆盖；然后 pulumi up",
  "delete it on GitHub, or choose another path: workflow: {path: .github/workflows/other.yml}":
    "在 GitHub 上删除它，或者换一个路径：workflow: {path: .github/workflows/other.yml}",
  "or write adopt: overwrite at the repository": "或者在代码仓库的设置里写 adopt: overwrite",
  "name the branch that there is: workflow: {branch: master} at the repository":
    "写上现有的分支，在代码仓库的设置里写 workflow: {branch: master}",
  "leave workflowPermissions at what the organization sets: a job's own permissions: packages: write is enough to publish":
    "让 workflowPermissions 与组织的设定一致：作业自己的 permissions: packages: write 就足够发布",
  "an owner can change it: https://github.com/organizations/{owner}/settings/actions":
    "组织所有者可以修改：https://github.com/organizations/{owner}/settings/actions",
  "set visibility: private, or public, for the repository":
    "把代码仓库设为 visibility: private，或者公开",
  "set create: false for the repository": "把代码仓库设为 create: false",
  "or take it into the stack, as it is: adopt: true": "或者原样纳入 stack：adopt: true",
  "unarchive it by hand: https://github.com/{owner}/{repository}/settings, or take it out of the stack":
    "手工取消归档：https://github.com/{owner}/{repository}/settings，或者把它移出 stack",
  "use the token of an administrator: https://github.com/{owner}/{repository}/settings/access":
    "使用管理员的令牌：https://github.com/{owner}/{repository}/settings/access",
  "make the repository public, or leave the feature off, or take a plan that holds it":
    "把代码仓库设为公开，或者不用这项功能，或者换一个包含它的套餐",
  "or owner on github.Provider": "或者在 github.Provider 上设置 owner",
  "look whether https://github.com/{owner}/{repository} opens in the token's account":
    "用令牌的账号看看 https://github.com/{owner}/{repository}，能否打开",
  "a private repository wants a token with the scope repo, or a fine-grained one that names the repository":
    "私有代码仓库需要带 repo 权限范围的令牌，或者列明了该代码仓库的细粒度令牌",
  "in a workflow: permissions: contents: write": "在工作流中写：permissions: contents: write",
  "at a desk: gh auth login, with another account": "在自己的电脑上：gh auth login，换一个账号",
  "write ghcr.io": "改写成 ghcr.io",
  "if you logged in to ghrc.io: delete that token at https://github.com/settings/tokens, and make another":
    "如果登录过 ghrc.io，请在这里删除那个令牌，再新建一个：https://github.com/settings/tokens",
  "lower the owner and the name; in bash: ${GITHUB_REPOSITORY,,}":
    "把所有者和名字改成小写；在 bash 中：${GITHUB_REPOSITORY,,}",
  "choose a shorter name": "换一个短一些的名字",
  "registry/owner/name:tag, where the tag is [A-Za-z0-9_][A-Za-z0-9._-]{0,127}":
    "registry/owner/name:tag，其中标签是 [A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
  "the secrets of {repository}: https://github.com/{owner}/{repository}/settings/secrets/actions":
    "{repository} 的机密：https://github.com/{owner}/{repository}/settings/secrets/actions",
  "in a workflow, github.token needs no secret": "在工作流里，github.token 不需要机密",
  "install the helper, or take credsStore out of ~/.docker/config.json and log in again":
    "安装该助手，或者从 ~/.docker/config.json 去掉 credsStore，再重新登录",
  "start Docker": "启动 Docker",
  "sudo usermod -aG docker $USER, and log in to the machine again":
    "sudo usermod -aG docker $USER，然后重新登录这台机器",
  "build it for both: platforms: [linux/amd64, linux/arm64]":
    "为两种处理器都构建：platforms: [linux/amd64, linux/arm64]",
  "if it was there before: a clean-up of untagged versions may have deleted it":
    "如果以前有过：可能被清理“无标签”版本的任务删掉了",
  "run the image with its own --platform, or build it for this one":
    "用镜像自己的 --platform 运行，或者为当前平台构建",
  "in a workflow: docker/setup-qemu-action before the build":
    "在工作流中，构建之前加 docker/setup-qemu-action",
  "look at context and dockerfile: both are read from the program's folder":
    "检查 context 和 dockerfile：两者都从程序所在的文件夹算起",
  "give its authority to the system, to docker and to Node: SSL_CERT_FILE and NODE_EXTRA_CA_CERTS":
    "把它的证书颁发机构告诉系统、docker 和 Node：SSL_CERT_FILE 和 NODE_EXTRA_CA_CERTS",
  "BuildKit in a container has certificates of its own: set them in buildkitd.toml":
    "容器里的 BuildKit 有自己的证书：在 buildkitd.toml 里设置",
  "look at HTTPS_PROXY and NO_PROXY, for the docker daemon too":
    "检查 HTTPS_PROXY 和 NO_PROXY，也包括 docker 守护进程的",
  "curl --head https://{host}/v2/ (401 is the right answer)":
    "curl --head https://{host}/v2/（返回 401 才是正确的）",
  "The thread shows the words alone; what they mean is read off them.":
    "讨论里只有这些字样，含义是从字面得出的。",
  "look at the host in the reference": "检查引用里的主机",
  "start it, or fix the port; this project's sandbox is started with npm run sandbox":
    "启动它，或者改正端口；本项目的沙盒用 npm run sandbox 启动",
  "where docker says it, its daemon asks, not the shell: localhost is the machine that the daemon runs on":
    "如果是 docker 报的，发出请求的是 docker 守护进程，不是你的终端：localhost 指守护进程所在的机器",
  "try again": "再试一次",
  "try again in a minute": "一分钟后再试",
  "write the registry into the reference: ghcr.io/OWNER/NAME":
    "在引用里写明镜像仓库：ghcr.io/OWNER/NAME",
  "or, if Docker Hub is meant: docker login docker.io":
    "或者，如果确实要用 Docker Hub：docker login docker.io",
  "docker login ghcr.io, if ghcr.io is meant: without a host docker logs in to Docker Hub":
    "docker login ghcr.io，如果要用的是 ghcr.io：不写主机，docker 登录的是 Docker Hub",
  "a GitLab deploy token or access token with read_registry or write_registry":
    "带 read_registry 或 write_registry 的 GitLab 部署令牌或访问令牌",
  "look which registry the reference names; one that names none goes to Docker Hub":
    "看看引用里写的是哪个镜像仓库；没有写的会发往 Docker Hub",
  "log in to that one: docker login {host}": "登录到那一个：docker login {host}",
  "wait for it": "等它结束",
  "if none runs: pulumi cancel, then pulumi refresh":
    "如果没有更新在进行：pulumi cancel，然后 pulumi refresh",
  "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to this stack's own":
    "把 PULUMI_CONFIG_PASSPHRASE 或 PULUMI_CONFIG_PASSPHRASE_FILE 设为这个 stack 的口令",
  "set it again: pulumi config set --secret KEY (the value is asked for)":
    "重新设置：pulumi config set --secret KEY（会询问它的值）",
  "take one of the two out": "去掉其中一个",
  "or the command in the message: pulumi plugin install resource …":
    "或者运行消息里的命令：pulumi plugin install resource …",
  "or keep the state here: pulumi login --local": "或者把状态放在本地：pulumi login --local",
  "pulumi config set github:owner ORGANIZATION, or owner on github.Provider":
    "pulumi config set github:owner ORGANIZATION，或者在 github.Provider 上设置 owner",
  "for a user: leave organization secrets off": "对个人用户：不要启用组织机密",
};
