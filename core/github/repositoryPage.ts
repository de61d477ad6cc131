/** `owner/name` of a repository's page; undefined if the text is not an address. */
export function repositoryOnPage(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  return new URL(address).pathname.replace(/^\/|\/$|\.git$/g, "");
}
