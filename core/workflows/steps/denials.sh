# explain_error MESSAGE [PACKAGE]: sets cause and fix.
explain_error() {
  local name=${2:-NAME} access page
  page=packages/container/${name//\//%2F}/settings
  access="Under Manage Actions access, add the repository with the role Write: https://github.com/users/$owner/$page
If the package belongs to an organization, use this page: https://github.com/orgs/$owner/$page"
  local classic='Create a classic token with read:packages and write:packages: https://github.com/settings/tokens/new?scopes=read:packages,write:packages'
  local policy="Check the organization's package policy: https://github.com/organizations/$owner/settings/packages"
  local state='Check whether GitHub has an outage: https://www.githubstatus.com'
  case ${1,,} in
    *toomanyrequests* | *'429 too many requests'* | *'answered 429'*)
      cause='The server limits the number of requests; this is not about permissions.'
      fix='Wait, then try again with fewer requests at once'
      ;;
    *'token provided does not match expected scopes'*)
      cause='The token is valid, but it lacks write:packages or is a fine-grained token, which ghcr.io does not accept.'
      fix=$classic
      ;;
    *'permission_denied: write_package'*)
      cause='The package exists, but this repository or user has no write access to it, usually because it was first pushed by hand and is not linked to the repository.'
      fix=$access
      ;;
    *'permission_denied: create_package'*)
      cause="The token may not create packages under this owner, or the owner's name is wrong."
      fix="Check the owner in the reference: $REGISTRY/$owner/…"$'\n'$policy$'\n'$state
      ;;
    *'permission_denied: read_package'*)
      cause='The package is private, and this token has no read access to it.'
      fix=${access//Write/Read}
      ;;
    *'permission_denied: the requested installation does not exist'*)
      cause="A workflow used its token for another owner's packages, usually because a fork ran the original repository's workflow."
      fix="Push to the owner of the workflow's repository
To push to another owner, use ${classic#Create }"
      ;;
    *'installation not allowed to '*' organization package'*)
      cause="The workflow's GITHUB_TOKEN lacks packages: write, the run comes from a fork's pull request, or the organization's policy forbids it. Or the token belongs to a GitHub App, which ghcr.io does not accept. The message says 'organization' for personal accounts too."
      fix="In a workflow, add to the job: permissions: packages: write
Check the repository's settings for Actions: https://github.com/$owner/${GITHUB_REPOSITORY#*/}/settings/actions
$policy
$access"
      ;;
    *'user cannot be authenticated with the token provided'*)
      cause='The token is expired or revoked, or nobody is logged in.'
      fix=$classic$'\n'$state
      ;;
    *'denied: denied'*)
      cause='The token is invalid, expired, empty or without read:packages; an old login saved by Docker can cause this even for a public image.'
      fix=$classic
      ;;
    *'unauthorized: authentication required'*)
      cause='You are not logged in, and the package is private or does not exist; ghcr.io does not say which.'
      fix="Make the package public (this cannot be undone): https://github.com/users/$owner/$page"
      ;;
    *'repository name must be lowercase'*)
      cause="A registry accepts only lowercase names, but github.repository keeps the owner's capitals."
      fix="Write the owner and the name in lowercase; in bash: \${GITHUB_REPOSITORY,,}"
      ;;
    *'invalid reference format'* | *'invalid tag "'*)
      cause="The image reference is malformed: its tag is empty (often because a variable is empty) or begins with '.' or '-', or it contains https:// or a space."
      fix='Use the form registry/owner/name:tag, where the tag matches [A-Za-z0-9_][A-Za-z0-9._-]{0,127}'
      ;;
    *'manifest unknown'*)
      cause='The package exists, but not this tag or digest: it was never pushed or was deleted; a cleanup of untagged versions can break tags that are still listed.'
      fix="Check the package's versions: https://github.com/$owner?tab=packages"
      ;;
    *)
      cause='This message is not recognized, so its cause is unknown.'
      fix=''
      ;;
  esac
}

# report_denial WHAT [PACKAGE]: reports a denial in the last response as a problem, and any other
# failure as a warning.
report_denial() {
  local message
  message=$(error_message)
  explain_error "$message" "${2-}"
  case $status in
    401 | 403) report_problem "$1 is refused" "$message"$'\n'"Cause: $cause" "$fix" ;;
    *) annotate warning "$1: unknown" "$message"$'\n'"Cause: $cause" "$fix" ;;
  esac
}
