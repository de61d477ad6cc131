/** `owner/name` of a repository's page; nothing where the text is no address. */
export function repositoryOnPage(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  return new URL(address).pathname.replace(/^\/|\/$|\.git$/g, "");
}
