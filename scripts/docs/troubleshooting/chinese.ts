import { chineseCauses } from "./chineseCauses";
import { chineseFixes } from "./chineseFixes";
import type { Language } from "./language";

export const chinese: Language = {
  page: "docs/zh/troubleshooting.md",
  languages: "[English](../troubleshooting.md) · [Русский](../ru/troubleshooting.md) · 中文",
  title: "按报错信息排查问题",
  opening: [
    "在本页搜索你看到的字样。也可以让程序来找：它读完整份日志，去掉时间戳，并把你的名字填进解决办法里。",
    "它找出日志里的每一处拒绝，说明是谁说的、为什么、该怎么办。不认识的消息会完整显示，并注明未知。手里有令牌而没有日志时，可以问 [doctor](../doctor.md)；令牌应当具备什么，见 [tokens.md](tokens.md)。",
    "**登录成功，推送却失败？** 登录成功并不说明可以推送。多半是令牌缺少 `write:packages`、是细粒度（fine-grained）令牌，或者前后带了空格、换行；也可能是机密（secret）的名字与工作流要找的不同。",
    "大写的词由你替换：OWNER 是用户或组织，NAME 是包，REPOSITORY 是代码仓库，HOST 是镜像仓库。`…` 代表任意内容。",
  ],
  contents: "报错信息",
  chapters: {
    ghcr: {
      title: "ghcr.io 拒绝",
      opening: "镜像仓库本身，在登录、推送或拉取时。",
    },
    limits: {
      title: "请求太多",
      opening: "与任何人的权限无关，状态码是 403 时也一样。",
    },
    token: {
      title: "GitHub 不接受令牌",
      opening: "是 GitHub 的 API，不是镜像仓库。",
    },
    repository: {
      title: "GitHub 不接受改动",
      opening: "令牌是认识的，但所请求的事不能做。",
    },
    docker: {
      title: "Docker：名字、登录和这台机器",
      opening: "多半还没有联系任何镜像仓库。",
    },
    build: {
      title: "构建器",
      opening: "BuildKit 和 buildx，在推送之前。",
    },
    network: {
      title: "网络",
      opening: "没有人拒绝：没能连上镜像仓库或 GitHub，或者对方出了故障。",
    },
    others: {
      title: "别的镜像仓库拒绝",
      opening: "消息写明了它的主机，或者只有它才这么说。GitHub 的令牌帮不上忙。",
    },
    unclear: {
      title: "无法判断是哪个镜像仓库",
      opening: "好几个镜像仓库都这么说，消息里又没有写明是哪一个。",
    },
    pulumi: {
      title: "Pulumi",
      opening: "stack 和这台机器的问题，与 GitHub 无关。",
    },
  },
  colon: "：",
  alsoSaid: "还有",
  onlyNamed: "别的镜像仓库也这么说。消息里写明 ghcr.io 时，才是它。",
  cause: "原因",
  passes: "往往会自行恢复：先再试一次。",
  fix: "解决办法",
  unsettled: "尚无定论",
  sources: "来源：{links}。",
  texts: { ...chineseCauses, ...chineseFixes },
};
