import { chinese } from "./chinese";
import { english } from "./english";
import type { Language } from "./language";
import { russian } from "./russian";

export { troubleshootingPage } from "./page";

export const languages: readonly [Language, ...Language[]] = [english, russian, chinese];
