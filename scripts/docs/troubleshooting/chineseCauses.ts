/** Why it is so, by the English words: what is changed there has to be told anew here. */
export const chineseCauses: Readonly<Record<string, string>> = {
  "The token is valid, and is without write:packages, or is a fine-grained one.":
    "令牌有效，但缺少 write:packages，或者它是细粒度（fine-grained）令牌。",
  "The package is there, and this repository or user may not write to it. Usually it was first pushed by hand, and is linked to no repository.":
    "包已经存在，而这个代码仓库或用户无权写入。通常是第一次由人手工推送，包没有关联到任何代码仓库。",
  "No right to make packages under this owner, or the owner is another's or misspelt. Once it was an outage of GitHub's own.":
    "无权在这个所有者名下创建包，或者所有者是别人、写错了。也有一次是 GitHub 自身故障。",
  "The package is private, and this token may not read it.": "包是私有的，这个令牌无权读取。",
  "A workflow's token was used for an owner that it does not belong to: mostly a fork that runs the original's workflow.":
    "工作流的令牌被用在了不属于它的所有者上：多半是 fork 出来的仓库运行了原仓库的工作流。",
  "A workflow's GITHUB_TOKEN without packages: write, a pull request from a fork, an organization's package policy, or the token of an App, which ghcr.io does not take. The words say 'organization' for users too.":
    "工作流的 GITHUB_TOKEN 没有 packages: write，或者是来自 fork 的拉取请求，或者是组织的包策略，或者用了 ghcr.io 不接受的 App 令牌。对个人用户，消息里写的也是 organization。",
  "GitHub Packages did not know the token: none was sent, it is expired, or the organization's single sign-on has not authorized it.":
    "GitHub Packages 不认识这个令牌：没有发送令牌、令牌已过期，或者没有为组织的单点登录（SSO）授权。",
  "The token is expired or revoked, or nobody logged in. Once it was an outage of GitHub's own.":
    "令牌已过期或被撤销，或者根本没有登录。也有一次是 GitHub 自身故障。",
  "At login or pull: a bad, expired or empty token, or one without read:packages. An old login in docker's file is enough to spoil the pull of a public image.":
    "登录或拉取时：令牌错误、过期或为空，或者没有 read:packages。docker 配置文件里的旧登录，也足以让公开镜像拉取失败。",
  "There is no package of this name, or it is private and this login may not use it: ghcr.io does not tell which. An owner or package that was renamed looks the same.":
    "没有这个名字的包，或者它是私有的而这个登录无权使用：ghcr.io 不说是哪一种。所有者或包改过名，看起来也一样。",
  "Nobody logged in, and the package is private or not there: ghcr.io does not tell which.":
    "没有登录，而包是私有的或不存在：ghcr.io 不说是哪一种。",
  "ghcr.io's token service refused: an expired login in docker's file, or a package that is private or not there under this name.":
    "ghcr.io 的令牌服务拒绝了：docker 配置文件里的登录已过期，或者包是私有的、没有这个名字。",
  "The login was right, and what it asked for was refused: no right to write to the package, or a pull of a private one. To a HEAD request ghcr.io gives no reason.":
    "登录是对的，但请求的操作被拒绝：无权写入该包，或者拉取的是私有包。对 HEAD 请求，ghcr.io 不给出原因。",
  "The name has no owner, or an empty part: {host}/OWNER/NAME is wanted.":
    "名字里没有所有者，或者有一段是空的：应当是 {host}/OWNER/NAME。",
  "ghcr.io deletes nothing over the registry's protocol.":
    "ghcr.io 不通过镜像仓库协议删除任何东西。",
  "An upload was cut off or expired, mostly in passing; a layer may take ten minutes and 10 GB.":
    "上传中断或过期，多半是暂时的；一层最多十分钟、10 GB。",
  "The package is there and the tag or digest is not: never pushed, or deleted by a clean-up. A clean-up of untagged versions breaks tags that are still listed.":
    "包存在，但标签或摘要不存在：从未推送过，或者被清理删掉了。清理“无标签”的版本，会弄坏仍在列表里的标签。",
  "Too many requests at once, or too many writes in a minute. The token is not refused.":
    "同时请求太多，或者一分钟内写入太多。令牌没有被拒绝。",
  "The hour's requests are used up: 5,000 a user, 60 without a login. The token is not refused.":
    "这一小时的请求次数用完了：每个用户 5000 次，未登录 60 次。令牌没有被拒绝。",
  "Docker Hub counts pulls. It is the base image or the mirror's source that waits, not ghcr.io.":
    "Docker Hub 按拉取次数计数。要等的是基础镜像或镜像副本的来源，不是 ghcr.io。",
  "ghcr.io had too many requests in this minute, often from all who share the address.":
    "ghcr.io 在这一分钟收到的请求太多，往往来自共用同一地址的所有人。",
  "A limit on requests. Nobody's rights are the matter.": "请求次数受限。与任何人的权限无关。",
  "The organization wants single sign-on, and the token is not authorized for it.":
    "组织要求单点登录（SSO），而这个令牌没有为它授权。",
  "The organization takes no classic tokens. ghcr.io takes no fine-grained ones, so a workflow's own GITHUB_TOKEN must publish.":
    "组织不接受经典令牌，而 ghcr.io 不接受细粒度令牌，所以只能由工作流自己的 GITHUB_TOKEN 来发布。",
  "The organization takes no fine-grained tokens.": "组织不接受细粒度令牌。",
  "The organization takes only tokens that expire sooner than this one.":
    "组织只接受有效期更短的令牌。",
  "The organization lets in known addresses only. The token is right.":
    "组织只允许已知的地址访问。令牌没有问题。",
  "A password was sent for an account with two-factor authentication.":
    "账号启用了双重验证，而发送的是密码。",
  "The token is mistyped, expired or revoked, or a blank or newline came with it.":
    "令牌写错、过期或被撤销，或者多复制了空格或换行。",
  "No token was sent: the setting or the variable that should hold it is empty.":
    "没有发送令牌：本应保存它的设置或变量是空的。",
  "A fine-grained token without the permission for this, or not for this repository. Some of GitHub's API takes no fine-grained token at all, and says the same.":
    "细粒度令牌没有这项权限，或者不包括这个代码仓库。GitHub 的部分 API 完全不接受细粒度令牌，说的也是这句话。",
  "A workflow's GITHUB_TOKEN or an App's token without the permission. GITHUB_TOKEN can make no repositories and no secrets at all.":
    "工作流的 GITHUB_TOKEN 或 App 的令牌没有这项权限。GITHUB_TOKEN 根本不能创建代码仓库和机密（secret）。",
  "A classic or OAuth token without the scope in the message.":
    "经典令牌或 OAuth 令牌缺少消息里所说的权限范围（scope）。",
  "Files in .github/workflows want a scope of their own. A workflow's GITHUB_TOKEN never has it.":
    ".github/workflows 里的文件需要单独的权限范围。工作流的 GITHUB_TOKEN 永远没有它。",
  "The branch is protected: it takes no commit like this one, mostly pull requests only.":
    "分支受保护：不接受这样的提交，多半只接受拉取请求。",
  "The file was changed on GitHub since the state saw it last, and is not written over unseen.":
    "自状态上次读取之后，GitHub 上的文件被改过；没看过的改动不会被覆盖。",
  "The file is on the branch already, and this stack did not write it.":
    "分支上已经有这个文件，而且不是这个 stack 写的。",
  "There is no such branch: the repository's default branch may have another name.":
    "没有这个分支：代码仓库的默认分支可能叫别的名字。",
  "The organization or enterprise sets this for all its repositories, and forbids another value.":
    "组织或企业（enterprise）为所有代码仓库统一设定了这一项，不允许别的值。",
  "What is internal is seen by an enterprise's members, and this account is no organization of one.":
    "“内部（internal）”对企业成员可见，而这个账号不是企业中的组织。",
  "The repository is there already: made by hand, or by an update that was cut off.":
    "代码仓库已经存在：由人手工创建，或者由一次中断的更新创建。",
  "The repository is archived, and takes no changes. The provider cannot unarchive it.":
    "代码仓库已归档，不接受改动。provider 无法取消归档。",
  "The token's account may see the repository or organization, and not administer it.":
    "令牌的账号能看到代码仓库或组织，但无权管理。",
  "The account's plan does not hold this feature for private repositories.":
    "账号的套餐不为私有代码仓库提供这项功能。",
  "The address has no owner: the provider was told none, and found none by its token.":
    "地址里没有所有者：没有告诉 provider，它也没能从令牌得知。",
  "Cannot tell: GitHub says Not Found both of what is not there and of what this token may not see.":
    "无法判断：不存在的东西，和这个令牌无权看到的东西，GitHub 都说 Not Found。",
  "git was refused, not the registry: the account has no right to write to the repository.":
    "被拒绝的是 git，不是镜像仓库：账号无权写入代码仓库。",
  "ghrc.io is not ghcr.io. It belongs to somebody else, and asks docker for the login as a registry does.":
    "ghrc.io 不是 ghcr.io。它属于别人，而且会像镜像仓库一样向 docker 索要登录。",
  "A registry takes no capitals. GitHub keeps an owner's, and github.repository holds them.":
    "镜像仓库不接受大写字母。GitHub 保留所有者名字里的大写，github.repository 里也有。",
  "The registry and the name have more than 255 characters.": "镜像仓库加名字超过了 255 个字符。",
  "This is no reference: an empty tag because a variable is empty, a blank, https:// before it, or a tag that begins with '.' or '-'.":
    "这不是合法的引用：变量为空导致标签为空、有空格、前面带了 https:// 开头，或者标签以“.”或“-”开头。",
  "The user or the token is empty: the secret has another name, or the run belongs to a fork or to Dependabot, which get no secrets.":
    "用户名或令牌为空：机密用了别的名字，或者这次运行来自 fork 或 Dependabot，它们拿不到机密。",
  "docker's file names a helper for logins (credsStore) that is not installed, or that fails.":
    "docker 的配置文件指定了一个保存登录的助手（credsStore），它没有安装或不能工作。",
  "Docker is not started, or DOCKER_HOST or the docker context leads elsewhere.":
    "Docker 没有启动，或者 DOCKER_HOST 或 docker context 指向别处。",
  "This user may not use Docker on this machine. No registry was asked.":
    "这个用户无权在这台机器上使用 Docker。还没有联系任何镜像仓库。",
  "The image is there, and not for this machine's processor.":
    "镜像存在，但不适合这台机器的处理器。",
  "A program for another processor: the image was built for another platform, or the builder has no emulation for it.":
    "程序是为另一种处理器编译的：镜像为另一个平台构建，或者构建器没有对应的模拟。",
  "There is no builder of that name, or the provider lacks the driver that it wants.":
    "没有这个名字的构建器，或者 provider 缺少它需要的驱动。",
  "The default builder, of the driver docker, builds for one platform and keeps no cache outside.":
    "默认的构建器使用 docker 驱动，只能为一个平台构建，也不能把缓存放在外面。",
  "The context or the Dockerfile is not where the image's settings say.":
    "上下文或 Dockerfile 不在镜像设置所说的位置。",
  "The certificate is signed by someone unknown here: a company's proxy that reads along, or a registry of one's own.":
    "证书由这里不认识的一方签发：公司里会读取流量的代理，或者自建的镜像仓库。",
  "The proxy in HTTPS_PROXY is not there, or wants a login of its own.":
    "HTTPS_PROXY 里的代理不存在，或者它自己要求登录。",
  "The host's name leads nowhere: it is misspelt, or this machine has no name service.":
    "主机名无法解析：写错了，或者这台机器没有可用的域名服务。",
  "Nothing listens at that address: the server is not started, or the port is another.":
    "那个地址上没有程序在监听：服务没有启动，或者端口不对。",
  "No answer in time: a firewall, a slow line, or a service that is down.":
    "没有及时得到响应：防火墙、网速慢，或者服务故障。",
  "The line was cut while something was sent.": "发送过程中连接断了。",
  "The service itself failed. Nobody's rights are the matter.":
    "服务自身出了故障。与任何人的权限无关。",
  "Docker Hub refused, not ghcr.io. A reference that names no registry goes there, and many did not mean it to.":
    "拒绝的是 Docker Hub，不是 ghcr.io。没有写镜像仓库的引用会发往那里，而很多人并不想这样。",
  "Docker Hub does not know this login.": "Docker Hub 不认识这个登录。",
  "GitLab's registry refused, not ghcr.io: no right, or a name that is not there.":
    "拒绝的是 GitLab 的镜像仓库，不是 ghcr.io：没有权限，或者没有这个名字。",
  "quay.io refused, not ghcr.io: the image is private or not there.":
    "拒绝的是 quay.io，不是 ghcr.io：镜像是私有的或不存在。",
  "Azure Container Registry refused, not ghcr.io.":
    "拒绝的是 Azure Container Registry，不是 ghcr.io。",
  "Google's registry refused, not ghcr.io.": "拒绝的是 Google 的镜像仓库，不是 ghcr.io。",
  "Nobody is logged in to Amazon's registry. It has nothing to do with ghcr.io.":
    "没有登录 Amazon 的镜像仓库。与 ghcr.io 无关。",
  "Cannot tell whose words these are: Docker Hub, ghcr.io and registries built like them say so. Mostly a reference without ghcr.io/ went to Docker Hub.":
    "无法判断是谁说的：Docker Hub、ghcr.io 以及同类的镜像仓库都这么说。多半是没有写 ghcr.io/ 的引用发往了 Docker Hub。",
  "Cannot tell whose words these are: several registries say so, and the message names none. The login is missing or has no right, or the image is not there.":
    "无法判断是谁说的：好几个镜像仓库都这么说，消息里又没有写明是哪一个。没有登录、登录没有权限，或者镜像不存在。",
  "Another update runs, or one was killed and left its lock.":
    "另一次更新正在进行，或者有一次被强行终止，留下了锁。",
  "The stack's secrets are locked with another passphrase, or none was given.":
    "stack 的机密用另一个口令加密，或者没有给出口令。",
  "A secret in the settings was written for another stack, or by hand.":
    "设置里的某个机密是为另一个 stack 写的，或者是手工写进去的。",
  "A setting stands twice in Pulumi.STACK.yaml, in the two lines that are named.":
    "Pulumi.STACK.yaml 里有一项设置出现了两次，就在所说的两行。",
  "A provider's plugin is not on this machine, and was not downloaded.":
    "provider 的插件不在这台机器上，也没有被下载。",
  "Pulumi's own service was asked without a login. It is not about GitHub's token.":
    "没有登录就请求了 Pulumi 自己的服务。与 GitHub 的令牌无关。",
  "GitHub's provider was told of a user, or of no owner, and this resource is an organization's. With an expired token it finds no owner either.":
    "GitHub 的 provider 得到的是个人用户，或者没有得到所有者，而这种资源只属于组织。令牌过期时它也找不到所有者。",
};
