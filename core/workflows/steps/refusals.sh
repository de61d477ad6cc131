# explain WORDS [NAME]: sets cause and fix, for a package's name below its owner.
explain() {
  local name=${2:-NAME} access page
  page=packages/container/${name//\//%2F}/settings
  access="https://github.com/users/$owner/$page: Manage Actions access, add the repository with the role Write
for an organization: https://github.com/orgs/$owner/$page"
  local classic='a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages'
  local policy="an organization's policy: https://github.com/organizations/$owner/settings/packages"
  local state=https://www.githubstatus.com
  case ${1,,} in
    *toomanyrequests* | *'429 too many requests'* | *'answered 429'*)
      cause="A limit on requests. Nobody's rights are the matter."
      fix='wait, and try again with fewer requests at once'
      ;;
    *'token provided does not match expected scopes'*)
      cause='The token is valid, and is without write:packages, or is a fine-grained one.'
      fix=$classic
      ;;
    *'permission_denied: write_package'*)
      cause='The package is there, and this repository or user may not write to it. Usually it was first pushed by hand, and is linked to no repository.'
      fix=$access
      ;;
    *'permission_denied: create_package'*)
      cause="No right to make packages under this owner, or the owner is another's or misspelt. Once it was an outage of GitHub's own."
      fix="look at the owner in the reference: $REGISTRY/$owner/…"$'\n'$policy$'\n'$state
      ;;
    *'permission_denied: read_package'*)
      cause='The package is private, and this token may not read it.'
      fix=${access//Write/Read}
      ;;
    *'permission_denied: the requested installation does not exist'*)
      cause="A workflow's token was used for an owner that it does not belong to: mostly a fork that runs the original's workflow."
      fix="push to the owner of the workflow's repository, or use $classic"
      ;;
    *'installation not allowed to '*' organization package'*)
      cause="A workflow's GITHUB_TOKEN without packages: write, a pull request from a fork, an organization's package policy, or the token of an App, which ghcr.io does not take. The words say 'organization' for users too."
      fix="in the workflow's job: permissions: packages: write
https://github.com/$owner/${GITHUB_REPOSITORY#*/}/settings/actions
$policy
$access"
      ;;
    *'user cannot be authenticated with the token provided'*)
      cause="The token is expired or revoked, or nobody logged in. Once it was an outage of GitHub's own."
      fix=$classic$'\n'$state
      ;;
    *'denied: denied'*)
      cause="At login or pull: a bad, expired or empty token, or one without read:packages. An old login in docker's file is enough to spoil the pull of a public image."
      fix=$classic
      ;;
    *'unauthorized: authentication required'*)
      cause='Nobody logged in, and the package is private or not there: ghcr.io does not tell which.'
      fix="or make the package public: https://github.com/users/$owner/$page (once public, it stays so)"
      ;;
    *'repository name must be lowercase'*)
      cause="A registry takes no capitals. GitHub keeps an owner's, and github.repository holds them."
      fix="lower the owner and the name; in bash: \${GITHUB_REPOSITORY,,}"
      ;;
    *'invalid reference format'* | *'invalid tag "'*)
      cause="This is no reference: an empty tag because a variable is empty, a blank, https:// before it, or a tag that begins with '.' or '-'."
      fix='registry/owner/name:tag, where the tag is [A-Za-z0-9_][A-Za-z0-9._-]{0,127}'
      ;;
    *'manifest unknown'*)
      cause='The package is there and the tag or digest is not: never pushed, or deleted by a clean-up. A clean-up of untagged versions breaks tags that are still listed.'
      fix="look at the package's versions: https://github.com/$owner?tab=packages"
      ;;
    *)
      cause='This message is not recognized, so its cause is unknown.'
      fix=''
      ;;
  esac
}

# refused WHAT [NAME]: tells what the last answer comes to, where it is no yes.
refused() {
  local said
  said=$(words)
  explain "$said" "${2-}"
  case $status in
    401 | 403) problem "$1 is refused" "$said"$'\n'"Cause: $cause" "$fix" ;;
    *) annotate warning "$1: unknown" "$said"$'\n'"Cause: $cause" "$fix" ;;
  esac
}
