/** What to do, and what is not settled, by the English words: what is changed there has to be told anew here. */
export const russianFixes: Readonly<Record<string, string>> = {
  "a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages":
    "классический токен с read:packages и write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
  "https://github.com/users/{owner}/packages/container/{name}/settings: Manage Actions access, add the repository with the role Write":
    "https://github.com/users/{owner}/packages/container/{name}/settings: раздел Manage Actions access, добавьте репозиторий с ролью Write",
  "for an organization: https://github.com/orgs/{owner}/packages/container/{name}/settings":
    "для организации: https://github.com/orgs/{owner}/packages/container/{name}/settings",
  "look at the owner in the reference: {host}/{owner}/…":
    "проверьте владельца в имени образа: {host}/{owner}/…",
  "an organization's policy: https://github.com/organizations/{owner}/settings/packages":
    "правила организации: https://github.com/organizations/{owner}/settings/packages",
  "Both threads hold the words. The first pushes to an owner that is another's, the second ends in an incident; neither says so in a sentence.":
    "Эти слова есть в обоих обсуждениях. В первом отправляют чужому владельцу, второе кончается сбоем GitHub; прямо причину не называет ни одно.",
  "a token with read:packages of an account that may read the package, then: docker login {host} --username YOUR_LOGIN --password-stdin":
    "токен с read:packages от учётной записи, которой можно читать пакет, затем: docker login {host} --username YOUR_LOGIN --password-stdin",
  "https://github.com/users/{owner}/packages/container/{name}/settings: Manage Actions access, add the repository with the role Read":
    "https://github.com/users/{owner}/packages/container/{name}/settings: раздел Manage Actions access, добавьте репозиторий с ролью Read",
  "push to the owner of the workflow's repository, or use a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages":
    "отправляйте владельцу того репозитория, где лежит workflow, или возьмите классический токен с read:packages и write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages",
  "let forks leave it out: if: github.repository == 'OWNER/REPOSITORY'":
    "пусть форки пропускают этот шаг: if: github.repository == 'OWNER/REPOSITORY'",
  "in the workflow's job: permissions: packages: write":
    "в задании (job) рабочего процесса: permissions: packages: write",
  "https://github.com/settings/tokens: Configure SSO, then Authorize":
    "https://github.com/settings/tokens: Configure SSO, затем Authorize",
  "look at the name: https://github.com/{owner}?tab=packages":
    "проверьте имя: https://github.com/{owner}?tab=packages",
  "docker logout {host}, if the package is public: an old login may be in the way":
    "docker logout {host}, если пакет публичный: может мешать старый вход",
  "or make the package public: https://github.com/users/{owner}/packages/container/{name}/settings (once public, it stays so)":
    "или сделайте пакет публичным: https://github.com/users/{owner}/packages/container/{name}/settings (обратно закрыть его нельзя)",
  "in a workflow's job: permissions: packages: write":
    "в задании (job) рабочего процесса: permissions: packages: write",
  "write the owner between {host}/ and the name": "впишите владельца между {host}/ и именем",
  "The one thread shows a reference without an owner, and not what fixed it.":
    "В единственном обсуждении видно имя без владельца, но не видно, что помогло.",
  "delete versions over GitHub's API with read:packages and delete:packages, or in the web":
    "удаляйте версии через API GitHub токеном с read:packages и delete:packages, или на сайте",
  "push again": "отправьте ещё раз",
  "look at the package's versions: https://github.com/{owner}?tab=packages":
    "посмотрите версии пакета: https://github.com/{owner}?tab=packages",
  "wait a few minutes, or as long as retry-after says":
    "подождите несколько минут или столько, сколько говорит retry-after",
  "set legacyClient: false on github.Provider: it waits by itself":
    "поставьте legacyClient: false в github.Provider: он ждёт сам",
  "gh api rate_limit (it shows when the next hour begins)":
    "gh api rate_limit (покажет, когда начнётся следующий час)",
  "log in, if the message names an IP address and no user":
    "войдите, если в сообщении IP-адрес, а не пользователь",
  "mirror the image to ghcr.io, and build from there":
    "скопируйте образ в ghcr.io зеркалом и собирайте из него",
  "try again in a minute, with fewer pushes and pulls at once":
    "повторите через минуту, и пусть одновременных push и pull будет меньше",
  "wait, and try again with fewer requests at once":
    "подождите и повторите, с меньшим числом запросов сразу",
  "open the address in the answer's header X-GitHub-SSO":
    "откройте адрес из заголовка ответа X-GitHub-SSO",
  "for the gh command's token: gh auth login": "для токена команды gh: gh auth login",
  "publish from a workflow with permissions: packages: write":
    "публикуйте из workflow с permissions: packages: write",
  "an owner can allow classic tokens: https://github.com/organizations/{owner}/settings/personal-access-tokens":
    "владелец организации может разрешить классические токены: https://github.com/organizations/{owner}/settings/personal-access-tokens",
  "log in with the gh command, whose token is an OAuth App's: gh auth login":
    "войдите командой gh, её токен выдан приложением OAuth: gh auth login",
  "an owner can allow them: https://github.com/organizations/{owner}/settings/personal-access-tokens":
    "владелец организации может их разрешить: https://github.com/organizations/{owner}/settings/personal-access-tokens",
  "shorten the token's life at the address in the message, or make a new one":
    "сократите срок токена по адресу из сообщения или сделайте новый",
  "run it from an address on the list, or ask an owner of {owner} to add this one":
    "запускайте с адреса из списка или попросите владельца {owner} добавить этот адрес",
  "use a token in its place: https://github.com/settings/tokens":
    "возьмите вместо него токен: https://github.com/settings/tokens",
  "make a new token: https://github.com/settings/tokens":
    "сделайте новый токен: https://github.com/settings/tokens",
  "set it again, with nothing around it": "задайте его снова, без лишних знаков вокруг",
  "or set GITHUB_TOKEN": "или задайте GITHUB_TOKEN",
  "https://github.com/settings/personal-access-tokens: add the repository, and the permission in the header X-Accepted-GitHub-Permissions":
    "https://github.com/settings/personal-access-tokens: добавьте репозиторий и разрешение, названное в заголовке X-Accepted-GitHub-Permissions",
  "add the permission to the workflow's job, as permissions: packages: write":
    "добавьте разрешение в задание (job), например permissions: packages: write",
  "administer with a personal access token": "управляйте личным токеном (personal access token)",
  "tick the scope: https://github.com/settings/tokens":
    "отметьте это право: https://github.com/settings/tokens",
  "for the gh command's token: gh auth refresh -h github.com --scopes read:packages,write:packages":
    "для токена команды gh: gh auth refresh -h github.com --scopes read:packages,write:packages",
  "tick workflow: https://github.com/settings/tokens":
    "отметьте workflow: https://github.com/settings/tokens",
  "for the gh command's token: gh auth refresh -h github.com --scopes workflow":
    "для токена команды gh: gh auth refresh -h github.com --scopes workflow",
  "for a fine-grained token: the permission Workflows, read and write":
    "для fine-grained токена: разрешение Workflows, чтение и запись",
  "have the workflow proposed by a pull request: workflow: {pullRequest: true} at the repository":
    "пусть workflow придёт через pull request: workflow: {pullRequest: true} у репозитория",
  "first pulumi refresh, where the stack committed the file in an earlier update: Pulumi tries again what failed halfway":
    "сначала pulumi refresh, если стек уже записал этот файл прошлым обновлением: Pulumi повторяет то, что сорвалось на полпути",
  "or let the token's account pass the rule: https://github.com/{owner}/{repository}/settings/rules":
    "или разрешите учётной записи токена обходить это правило: https://github.com/{owner}/{repository}/settings/rules",
  "pulumi refresh, so that the change is seen": "pulumi refresh, чтобы увидеть изменение",
  "pulumi preview --diff, which shows what of it would go; then pulumi up":
    "pulumi preview --diff, чтобы увидеть, что из него пропадёт; затем pulumi up",
  "delete it on GitHub, or choose another path: workflow: {path: .github/workflows/other.yml}":
    "удалите его на GitHub или выберите другой путь: workflow: {path: .github/workflows/other.yml}",
  "or write adopt: overwrite at the repository": "или напишите у репозитория adopt: overwrite",
  "name the branch that there is: workflow: {branch: master} at the repository":
    "назовите ветку, которая есть: workflow: {branch: master} у репозитория",
  "leave workflowPermissions at what the organization sets: a job's own permissions: packages: write is enough to publish":
    "оставьте workflowPermissions таким, как задала организация: для публикации хватает permissions: packages: write в самом задании",
  "an owner can change it: https://github.com/organizations/{owner}/settings/actions":
    "владелец организации может это изменить: https://github.com/organizations/{owner}/settings/actions",
  "set visibility: private, or public, for the repository":
    "поставьте репозиторию visibility: private или public",
  "set create: false for the repository": "поставьте репозиторию create: false",
  "or take it into the stack, as it is: adopt: true":
    "или возьмите его в стек таким, какой он есть: adopt: true",
  "unarchive it by hand: https://github.com/{owner}/{repository}/settings, or take it out of the stack":
    "верните его из архива вручную: https://github.com/{owner}/{repository}/settings, или уберите из стека",
  "use the token of an administrator: https://github.com/{owner}/{repository}/settings/access":
    "возьмите токен администратора: https://github.com/{owner}/{repository}/settings/access",
  "make the repository public, or leave the feature off, or take a plan that holds it":
    "сделайте репозиторий публичным, или откажитесь от этой возможности, или возьмите тариф, где она есть",
  "or owner on github.Provider": "или owner в github.Provider",
  "look whether https://github.com/{owner}/{repository} opens in the token's account":
    "посмотрите, открывается ли https://github.com/{owner}/{repository} под учётной записью токена",
  "a private repository wants a token with the scope repo, or a fine-grained one that names the repository":
    "для закрытого репозитория нужен токен с правом repo или fine-grained токен, где этот репозиторий назван",
  "in a workflow: permissions: contents: write": "в рабочем процессе: permissions: contents: write",
  "at a desk: gh auth login, with another account":
    "за своим компьютером: gh auth login, под другой учётной записью",
  "write ghcr.io": "пишите ghcr.io",
  "if you logged in to ghrc.io: delete that token at https://github.com/settings/tokens, and make another":
    "если вы входили в ghrc.io: удалите тот токен на https://github.com/settings/tokens, и сделайте другой",
  "lower the owner and the name; in bash: ${GITHUB_REPOSITORY,,}":
    "запишите владельца и имя строчными; в bash: ${GITHUB_REPOSITORY,,}",
  "choose a shorter name": "выберите имя короче",
  "registry/owner/name:tag, where the tag is [A-Za-z0-9_][A-Za-z0-9._-]{0,127}":
    "registry/owner/name:tag, где тег — [A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
  "the secrets of {repository}: https://github.com/{owner}/{repository}/settings/secrets/actions":
    "секреты репозитория {repository}: https://github.com/{owner}/{repository}/settings/secrets/actions",
  "in a workflow, github.token needs no secret":
    "внутри рабочего процесса github.token секрета не требует",
  "install the helper, or take credsStore out of ~/.docker/config.json and log in again":
    "установите её или уберите credsStore из ~/.docker/config.json и войдите снова",
  "start Docker": "запустите Docker",
  "sudo usermod -aG docker $USER, and log in to the machine again":
    "sudo usermod -aG docker $USER, затем войдите в систему заново",
  "build it for both: platforms: [linux/amd64, linux/arm64]":
    "соберите для обоих: platforms: [linux/amd64, linux/arm64]",
  "if it was there before: a clean-up of untagged versions may have deleted it":
    "если раньше он был: его могла удалить чистка версий без тегов",
  "run the image with its own --platform, or build it for this one":
    "запускайте образ с его --platform или соберите для этой",
  "in a workflow: docker/setup-qemu-action before the build":
    "в рабочем процессе: docker/setup-qemu-action перед сборкой",
  "look at context and dockerfile: both are read from the program's folder":
    "проверьте context и dockerfile: оба считаются от папки программы",
  "give its authority to the system, to docker and to Node: SSL_CERT_FILE and NODE_EXTRA_CA_CERTS":
    "укажите его удостоверяющий центр системе, docker и Node: SSL_CERT_FILE и NODE_EXTRA_CA_CERTS",
  "BuildKit in a container has certificates of its own: set them in buildkitd.toml":
    "у BuildKit в контейнере сертификаты свои: задайте их в buildkitd.toml",
  "look at HTTPS_PROXY and NO_PROXY, for the docker daemon too":
    "проверьте HTTPS_PROXY и NO_PROXY, в том числе у службы docker",
  "curl --head https://{host}/v2/ (401 is the right answer)":
    "curl --head https://{host}/v2/ (401 — это правильный ответ)",
  "The thread shows the words alone; what they mean is read off them.":
    "В обсуждении есть только сами слова; их смысл взят из них же.",
  "look at the host in the reference": "проверьте имя реестра в имени образа",
  "start it, or fix the port; this project's sandbox is started with npm run sandbox":
    "запустите его или исправьте порт; песочницу этого проекта запускает npm run sandbox",
  "where docker says it, its daemon asks, not the shell: localhost is the machine that the daemon runs on":
    "если это сказал docker, спрашивает служба docker, а не ваша оболочка: localhost — это машина, где работает служба",
  "try again": "повторите",
  "try again in a minute": "повторите через минуту",
  "write the registry into the reference: ghcr.io/OWNER/NAME":
    "напишите реестр в имени образа: ghcr.io/OWNER/NAME",
  "or, if Docker Hub is meant: docker login docker.io":
    "или, если нужен именно Docker Hub: docker login docker.io",
  "docker login ghcr.io, if ghcr.io is meant: without a host docker logs in to Docker Hub":
    "docker login ghcr.io, если нужен ghcr.io: без имени реестра docker входит в Docker Hub",
  "a GitLab deploy token or access token with read_registry or write_registry":
    "deploy token или access token GitLab с read_registry или write_registry",
  "look which registry the reference names; one that names none goes to Docker Hub":
    "посмотрите, какой реестр стоит в имени образа; имя без реестра ведёт в Docker Hub",
  "log in to that one: docker login {host}": "войдите именно в него: docker login {host}",
  "wait for it": "дождитесь его конца",
  "if none runs: pulumi cancel, then pulumi refresh":
    "если ничего не идёт: pulumi cancel, затем pulumi refresh",
  "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to this stack's own":
    "задайте в PULUMI_CONFIG_PASSPHRASE или PULUMI_CONFIG_PASSPHRASE_FILE фразу этого стека",
  "set it again: pulumi config set --secret KEY (the value is asked for)":
    "задайте его снова: pulumi config set --secret KEY (значение будет запрошено)",
  "take one of the two out": "уберите одну из двух",
  "or the command in the message: pulumi plugin install resource …":
    "или команда из сообщения: pulumi plugin install resource …",
  "or keep the state here: pulumi login --local":
    "или храните состояние здесь: pulumi login --local",
  "pulumi config set github:owner ORGANIZATION, or owner on github.Provider":
    "pulumi config set github:owner ORGANIZATION, или owner в github.Provider",
  "for a user: leave organization secrets off":
    "для пользователя: не включайте секреты организации",
};
