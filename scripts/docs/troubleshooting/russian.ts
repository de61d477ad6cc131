import type { Language } from "./language";
import { russianCauses } from "./russianCauses";
import { russianFixes } from "./russianFixes";

export const russian: Language = {
  page: "docs/ru/troubleshooting.md",
  languages: "[English](../troubleshooting.md) · Русский · [中文](../zh/troubleshooting.md)",
  title: "Что делать, если отказано: по сообщению",
  opening: [
    "Ищите на этой странице слова, которые вы увидели. Или пусть ищет программа: она читает журнал целиком, убирает отметки времени и подставляет в совет ваши имена.",
    "Она находит в журнале каждый отказ и говорит, от кого он, почему и что делать. Незнакомое сообщение она показывает целиком и называет неизвестным. Если есть токен, а журнала нет, спросите [doctor](../doctor.md); что должен уметь токен, сказано в [tokens.md](tokens.md).",
    "**Вход проходит, а push нет?** Вход ничего не говорит о праве на push. Чаще всего в токене нет `write:packages`, или это fine-grained токен, или вокруг него остался пробел либо перевод строки; или секрет называется не так, как его ищет workflow.",
    "Слова заглавными буквами замените своими: OWNER — пользователь или организация, NAME — пакет, REPOSITORY — репозиторий, HOST — реестр. `…` стоит вместо чего угодно.",
  ],
  contents: "Сообщения",
  chapters: {
    ghcr: {
      title: "Отказывает ghcr.io",
      opening: "Сам реестр: при входе, push или pull.",
    },
    limits: {
      title: "Слишком много запросов",
      opening: "Дело не в правах, даже если код ответа 403.",
    },
    token: {
      title: "GitHub не принимает токен",
      opening: "API GitHub, а не реестр.",
    },
    repository: {
      title: "GitHub отказывает в изменении",
      opening: "Токен известен. Нельзя то, о чём его просили.",
    },
    docker: {
      title: "Docker: имена, вход и эта машина",
      opening: "До реестра дело чаще всего не дошло.",
    },
    build: {
      title: "Сборщик",
      opening: "BuildKit и buildx, ещё до отправки.",
    },
    network: {
      title: "Сеть",
      opening: "Никто не отказывал: до реестра или GitHub не дошли, или там сбой.",
    },
    others: {
      title: "Отказывает другой реестр",
      opening:
        "Сообщение называет его узел, или так говорит только он. Токен GitHub тут не поможет.",
    },
    unclear: {
      title: "Какой реестр, сказать нельзя",
      opening: "Так говорят несколько реестров, а сообщение не называет ни одного.",
    },
    pulumi: {
      title: "Pulumi",
      opening: "Стек и эта машина. GitHub тут ни при чём.",
    },
  },
  colon: ": ",
  alsoSaid: "Также",
  onlyNamed: "Другие реестры говорят то же самое. Это ghcr.io, если сообщение его называет.",
  cause: "Причина",
  passes: "Часто проходит само: сначала повторите.",
  fix: "Что делать",
  unsettled: "Не выяснено",
  sources: "Прочитано в {links}.",
  texts: { ...russianCauses, ...russianFixes },
};
