import type { Language } from "./language";
import { readTranslations } from "./translations";

export const chinese: Language = {
  page: "docs/zh/troubleshooting.md",
  languages: "[English](../troubleshooting.md) · [Русский](../ru/troubleshooting.md) · 中文",
  title: "按报错信息排查问题",
  opening: [
    "在本页搜索你看到的报错信息。也可以让程序来找：它读取整份日志，忽略时间戳，并把你的名字填进解决办法里。",
    "这个命令找出日志里的每一处拒绝，给出来源、原因和解决办法。不认识的消息会完整显示，并标为未知。有令牌而没有日志时，请[检查令牌](../doctor.md)。令牌需要哪些权限，见 [tokens.md](tokens.md)。",
    "**登录成功，推送却失败？** 登录成功并不说明可以推送。通常是令牌缺少 `write:packages`、是细粒度（fine-grained）令牌，或者复制时带上了空格或换行。也可能是机密（secret）的名字与工作流读取的不同。",
    "大写的词请换成你自己的：OWNER 是用户或组织，NAME 是包，REPOSITORY 是代码仓库，HOST 是镜像仓库。`…` 代表任意文字。登录命令从变量 `GHCR_TOKEN`（[如何设置](tokens.md#store-a-token)）读取令牌，从 `GITHUB_USER` 读取用户名。如果日志来自 GitHub Actions，`explain` 会改为说明如何更新机密（secret）。",
  ],
  contents: "报错信息",
  chapters: {
    ghcr: { title: "ghcr.io 拒绝", opening: "镜像仓库自身的消息，出现在登录、推送或拉取时。" },
    limits: { title: "请求太多", opening: "与权限无关，状态码是 403 时也一样。" },
    token: { title: "GitHub 不接受令牌", opening: "GitHub API 的消息，不是镜像仓库的。" },
    repository: { title: "GitHub 不接受改动", opening: "GitHub 接受令牌，但不接受这项改动。" },
    docker: {
      title: "Docker：名字、登录和这台机器",
      opening: "Docker 通常在联系镜像仓库之前就显示这些消息。",
    },
    build: { title: "构建器", opening: "BuildKit 和 buildx 的消息，出现在推送之前。" },
    network: { title: "网络", opening: "没有被拒绝：镜像仓库或 GitHub 无法访问，或者出了故障。" },
    others: {
      title: "别的镜像仓库拒绝",
      opening: "消息写明了那个镜像仓库的主机，或者只有它使用这条消息。GitHub 令牌帮不上忙。",
    },
    unclear: {
      title: "无法判断是哪个镜像仓库",
      opening: "好几个镜像仓库都使用这些消息，而消息里没有写明是哪一个。",
    },
    pulumi: { title: "Pulumi", opening: "关于 stack 和这台机器的消息，与 GitHub 无关。" },
  },
  colon: "：",
  alsoSaid: "也可能显示为",
  onlyNamed: "别的镜像仓库也使用这条消息。消息里写明 ghcr.io 时，才来自 ghcr.io。",
  cause: "原因",
  passes: "往往会自行恢复：先再试一次。",
  fix: "解决办法",
  unsettled: "尚无定论",
  sources: "来源：{links}。",
  translations: readTranslations("zh"),
};
