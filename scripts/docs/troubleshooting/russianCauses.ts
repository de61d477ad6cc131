/** Why it is so, by the English words: what is changed there has to be told anew here. */
export const russianCauses: Readonly<Record<string, string>> = {
  "The token is valid, and is without write:packages, or is a fine-grained one.":
    "Токен действителен, но в нём нет write:packages, или это fine-grained токен.",
  "The package is there, and this repository or user may not write to it. Usually it was first pushed by hand, and is linked to no repository.":
    "Пакет уже есть, а у этого репозитория или пользователя нет права писать в него. Чаще всего первый раз его отправили вручную, и он не связан ни с одним репозиторием.",
  "No right to make packages under this owner, or the owner is another's or misspelt. Once it was an outage of GitHub's own.":
    "Нет права создавать пакеты у этого владельца, или владелец чужой либо написан с ошибкой. Однажды причиной был сбой самого GitHub.",
  "The package is private, and this token may not read it.":
    "Пакет закрытый, и этому токену нельзя его читать.",
  "A workflow's token was used for an owner that it does not belong to: mostly a fork that runs the original's workflow.":
    "Токен рабочего процесса (workflow) использован для владельца, которому он не принадлежит. Обычно это форк, запустивший workflow оригинала.",
  "A workflow's GITHUB_TOKEN without packages: write, a pull request from a fork, an organization's package policy, or the token of an App, which ghcr.io does not take. The words say 'organization' for users too.":
    "GITHUB_TOKEN без packages: write, или pull request из форка, или правила организации для пакетов, или токен приложения (App), который ghcr.io не принимает. Слово «organization» стоит в сообщении и для обычных пользователей.",
  "GitHub Packages did not know the token: none was sent, it is expired, or the organization's single sign-on has not authorized it.":
    "GitHub Packages не узнал токен: его не передали, он истёк, или его не подтвердили для единого входа (SSO) организации.",
  "The token is expired or revoked, or nobody logged in. Once it was an outage of GitHub's own.":
    "Токен истёк или отозван, или никто не вошёл в реестр. Однажды причиной был сбой самого GitHub.",
  "At login or pull: a bad, expired or empty token, or one without read:packages. An old login in docker's file is enough to spoil the pull of a public image.":
    "При входе или при pull: токен неверный, истёкший или пустой, или в нём нет read:packages. Даже публичный образ не скачать, если в файле docker остался старый вход.",
  "There is no package of this name, or it is private and this login may not use it: ghcr.io does not tell which. An owner or package that was renamed looks the same.":
    "Пакета с таким именем нет, или он закрытый и этому входу недоступен: ghcr.io не говорит, что из двух. Так же выглядит переименованный владелец или пакет.",
  "Nobody logged in, and the package is private or not there: ghcr.io does not tell which.":
    "Никто не вошёл в реестр, а пакет закрытый или его нет: ghcr.io не говорит, что из двух.",
  "ghcr.io's token service refused: an expired login in docker's file, or a package that is private or not there under this name.":
    "Отказала служба токенов ghcr.io: в файле docker истёкший вход, или пакет закрытый, или такого имени нет.",
  "The login was right, and what it asked for was refused: no right to write to the package, or a pull of a private one. To a HEAD request ghcr.io gives no reason.":
    "Вход верный, но в самом действии отказано: нет права писать в пакет, или это pull закрытого пакета. На запрос HEAD ghcr.io причину не называет.",
  "The name has no owner, or an empty part: {host}/OWNER/NAME is wanted.":
    "В имени нет владельца, или часть имени пустая: нужно {host}/OWNER/NAME.",
  "ghcr.io deletes nothing over the registry's protocol.":
    "По протоколу реестра ghcr.io ничего не удаляет.",
  "An upload was cut off or expired, mostly in passing; a layer may take ten minutes and 10 GB.":
    "Передача оборвалась или устарела, обычно это проходит само. На один слой даётся десять минут и 10 ГБ.",
  "The package is there and the tag or digest is not: never pushed, or deleted by a clean-up. A clean-up of untagged versions breaks tags that are still listed.":
    "Пакет есть, а тега или дайджеста нет: его не отправляли, или его удалила чистка. Чистка версий без тегов ломает теги, которые ещё видны в списке.",
  "Too many requests at once, or too many writes in a minute. The token is not refused.":
    "Слишком много запросов сразу, или слишком много записей за минуту. Токену не отказано.",
  "The hour's requests are used up: 5,000 a user, 60 without a login. The token is not refused.":
    "Запросы этого часа израсходованы: 5000 на пользователя, 60 без входа. Токену не отказано.",
  "Docker Hub counts pulls. It is the base image or the mirror's source that waits, not ghcr.io.":
    "Docker Hub считает скачивания. Ждать приходится базовый образ или источник зеркала, а не ghcr.io.",
  "ghcr.io had too many requests in this minute, often from all who share the address.":
    "За эту минуту ghcr.io получил слишком много запросов, часто от всех, кто сидит за одним адресом.",
  "A limit on requests. Nobody's rights are the matter.":
    "Ограничение на число запросов. Дело не в правах.",
  "The organization wants single sign-on, and the token is not authorized for it.":
    "Организация требует единого входа (SSO), а токен для него не подтверждён.",
  "The organization takes no classic tokens. ghcr.io takes no fine-grained ones, so a workflow's own GITHUB_TOKEN must publish.":
    "Организация не принимает классические токены. ghcr.io не принимает fine-grained, поэтому публиковать должен собственный GITHUB_TOKEN рабочего процесса.",
  "The organization takes no fine-grained tokens.": "Организация не принимает fine-grained токены.",
  "The organization takes only tokens that expire sooner than this one.":
    "Организация принимает только токены с более коротким сроком, чем у этого.",
  "The organization lets in known addresses only. The token is right.":
    "Организация пускает только с известных адресов. Токен верный.",
  "A password was sent for an account with two-factor authentication.":
    "Для учётной записи с двухфакторной защитой передан пароль.",
  "The token is mistyped, expired or revoked, or a blank or newline came with it.":
    "В токене опечатка, он истёк или отозван, или вместе с ним скопирован пробел либо перевод строки.",
  "No token was sent: the setting or the variable that should hold it is empty.":
    "Токен не передан: настройка или переменная, где он должен быть, пуста.",
  "A fine-grained token without the permission for this, or not for this repository. Some of GitHub's API takes no fine-grained token at all, and says the same.":
    "Fine-grained токен без нужного разрешения или не для этого репозитория. Часть API GitHub не принимает такие токены вовсе и говорит то же самое.",
  "A workflow's GITHUB_TOKEN or an App's token without the permission. GITHUB_TOKEN can make no repositories and no secrets at all.":
    "GITHUB_TOKEN рабочего процесса или токен приложения без нужного разрешения. Создавать репозитории и секреты GITHUB_TOKEN не может вообще.",
  "A classic or OAuth token without the scope in the message.":
    "Классический токен или токен OAuth без права (scope), которое названо в сообщении.",
  "Files in .github/workflows want a scope of their own. A workflow's GITHUB_TOKEN never has it.":
    "Для файлов в .github/workflows нужно отдельное право. У GITHUB_TOKEN рабочего процесса его не бывает.",
  "The branch is protected: it takes no commit like this one, mostly pull requests only.":
    "Ветка защищена и такой коммит не принимает, чаще всего принимает только pull request.",
  "The file was changed on GitHub since the state saw it last, and is not written over unseen.":
    "Файл на GitHub изменился с тех пор, как его видело состояние стека. Поверх невиданного не пишем.",
  "The file is on the branch already, and this stack did not write it.":
    "Файл уже есть в ветке, и записал его не этот стек.",
  "There is no such branch: the repository's default branch may have another name.":
    "Такой ветки нет: основная ветка репозитория может называться иначе.",
  "The organization or enterprise sets this for all its repositories, and forbids another value.":
    "Организация или предприятие (enterprise) задаёт это для всех своих репозиториев и другого значения не допускает.",
  "What is internal is seen by an enterprise's members, and this account is no organization of one.":
    "Внутреннее (internal) видят участники предприятия (enterprise), а эта учётная запись не организация в нём.",
  "The repository is there already: made by hand, or by an update that was cut off.":
    "Репозиторий уже есть: его создали вручную или обновлением, которое оборвалось.",
  "The repository is archived, and takes no changes. The provider cannot unarchive it.":
    "Репозиторий в архиве и изменений не принимает. Вернуть его из архива провайдер не может.",
  "The token's account may see the repository or organization, and not administer it.":
    "Учётная запись токена видит репозиторий или организацию, но управлять ими не может.",
  "The account's plan does not hold this feature for private repositories.":
    "В тарифе этой учётной записи такой возможности для закрытых репозиториев нет.",
  "The address has no owner: the provider was told none, and found none by its token.":
    "В адресе нет владельца: провайдеру его не назвали, и по токену он его не узнал.",
  "Cannot tell: GitHub says Not Found both of what is not there and of what this token may not see.":
    "Сказать нельзя: GitHub отвечает Not Found и когда чего-то нет, и когда этому токену не положено это видеть.",
  "git was refused, not the registry: the account has no right to write to the repository.":
    "Отказано git, а не реестру: у учётной записи нет права писать в репозиторий.",
  "ghrc.io is not ghcr.io. It belongs to somebody else, and asks docker for the login as a registry does.":
    "ghrc.io — это не ghcr.io. Он принадлежит кому-то другому и просит у docker вход, как делает реестр.",
  "A registry takes no capitals. GitHub keeps an owner's, and github.repository holds them.":
    "Реестр не принимает заглавных букв. GitHub сохраняет их в имени владельца, и в github.repository они остаются.",
  "The registry and the name have more than 255 characters.":
    "В имени реестра и образа вместе больше 255 знаков.",
  "This is no reference: an empty tag because a variable is empty, a blank, https:// before it, or a tag that begins with '.' or '-'.":
    "Это не имя образа: тег пуст, потому что пуста переменная, или в нём пробел, или впереди стоит https:// либо тег начинается с «.» или «-».",
  "The user or the token is empty: the secret has another name, or the run belongs to a fork or to Dependabot, which get no secrets.":
    "Имя пользователя или токен пусты: секрет называется иначе, или запуск идёт из форка или от Dependabot, которым секретов не дают.",
  "docker's file names a helper for logins (credsStore) that is not installed, or that fails.":
    "В файле docker указана программа для хранения входов (credsStore), которая не установлена или не работает.",
  "Docker is not started, or DOCKER_HOST or the docker context leads elsewhere.":
    "Docker не запущен, или DOCKER_HOST либо контекст docker ведут не туда.",
  "This user may not use Docker on this machine. No registry was asked.":
    "Этому пользователю на этой машине нельзя работать с Docker. До реестра дело не дошло.",
  "The image is there, and not for this machine's processor.":
    "Образ есть, но не для процессора этой машины.",
  "A program for another processor: the image was built for another platform, or the builder has no emulation for it.":
    "Программа для другого процессора: образ собран для другой платформы, или у сборщика нет её эмуляции.",
  "There is no builder of that name, or the provider lacks the driver that it wants.":
    "Сборщика с таким именем нет, или у провайдера нет драйвера, который тому нужен.",
  "The default builder, of the driver docker, builds for one platform and keeps no cache outside.":
    "Обычный сборщик с драйвером docker собирает под одну платформу и не хранит кэш снаружи.",
  "The context or the Dockerfile is not where the image's settings say.":
    "Контекста или Dockerfile нет там, где его указывают настройки образа.",
  "The certificate is signed by someone unknown here: a company's proxy that reads along, or a registry of one's own.":
    "Сертификат подписан тем, кого здесь не знают: прокси компании, который читает трафик, или собственный реестр.",
  "The proxy in HTTPS_PROXY is not there, or wants a login of its own.":
    "Прокси из HTTPS_PROXY не отвечает или требует собственного входа.",
  "The host's name leads nowhere: it is misspelt, or this machine has no name service.":
    "Имя узла никуда не ведёт: в нём опечатка, или на этой машине не работает DNS.",
  "Nothing listens at that address: the server is not started, or the port is another.":
    "По этому адресу никто не слушает: сервер не запущен, или порт другой.",
  "No answer in time: a firewall, a slow line, or a service that is down.":
    "Ответа не дождались: межсетевой экран, медленная линия или сбой у сервиса.",
  "The line was cut while something was sent.": "Связь оборвалась, пока шла передача.",
  "The service itself failed. Nobody's rights are the matter.":
    "Сбой у самого сервиса. Дело не в правах.",
  "Docker Hub refused, not ghcr.io. A reference that names no registry goes there, and many did not mean it to.":
    "Отказал Docker Hub, а не ghcr.io. Имя образа без реестра ведёт туда, и часто этого никто не хотел.",
  "Docker Hub does not know this login.": "Docker Hub не знает такого входа.",
  "GitLab's registry refused, not ghcr.io: no right, or a name that is not there.":
    "Отказал реестр GitLab, а не ghcr.io: нет права, или такого имени нет.",
  "quay.io refused, not ghcr.io: the image is private or not there.":
    "Отказал quay.io, а не ghcr.io: образ закрытый, или его нет.",
  "Azure Container Registry refused, not ghcr.io.":
    "Отказал Azure Container Registry, а не ghcr.io.",
  "Google's registry refused, not ghcr.io.": "Отказал реестр Google, а не ghcr.io.",
  "Nobody is logged in to Amazon's registry. It has nothing to do with ghcr.io.":
    "В реестр Amazon никто не вошёл. К ghcr.io это не относится.",
  "Cannot tell whose words these are: Docker Hub, ghcr.io and registries built like them say so. Mostly a reference without ghcr.io/ went to Docker Hub.":
    "Чьи это слова, сказать нельзя: так говорят Docker Hub, ghcr.io и реестры, устроенные так же. Чаще всего имя без ghcr.io/ ушло в Docker Hub.",
  "Cannot tell whose words these are: several registries say so, and the message names none. The login is missing or has no right, or the image is not there.":
    "Чьи это слова, сказать нельзя: так говорят несколько реестров, а сообщение не называет ни одного. Входа нет, или у него нет права, или образа нет.",
  "Another update runs, or one was killed and left its lock.":
    "Идёт другое обновление, или его убили, и осталась блокировка.",
  "The stack's secrets are locked with another passphrase, or none was given.":
    "Секреты стека закрыты другой парольной фразой, или её не задали.",
  "A secret in the settings was written for another stack, or by hand.":
    "Секрет в настройках записан для другого стека или вписан вручную.",
  "A setting stands twice in Pulumi.STACK.yaml, in the two lines that are named.":
    "Одна настройка стоит в Pulumi.STACK.yaml дважды, в двух названных строках.",
  "A provider's plugin is not on this machine, and was not downloaded.":
    "Плагина провайдера нет на этой машине, и он не был скачан.",
  "Pulumi's own service was asked without a login. It is not about GitHub's token.":
    "Служба самой Pulumi спрошена без входа. Токена GitHub это не касается.",
  "GitHub's provider was told of a user, or of no owner, and this resource is an organization's. With an expired token it finds no owner either.":
    "Провайдеру GitHub назвали пользователя или не назвали владельца, а этот ресурс бывает только у организации. С истёкшим токеном он владельца тоже не находит.",
};
