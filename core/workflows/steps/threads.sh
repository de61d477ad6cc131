: "${WORKFLOW_TOKEN:?}" "${GITHUB_API_URL:?}" "${GITHUB_SERVER_URL:?}" "${GITHUB_REPOSITORY:?}"
: "${STACK:?}" "${FOLDER:?}" "${GITHUB_RUN_ID:?}"

token=$WORKFLOW_TOKEN
bearer=$token
echo "::add-mask::$token"
run_page=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
issues=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues

# ask METHOD ADDRESS [curl's options]
ask() {
  request "$(with_bearer)" "$@" --header 'Accept: application/vnd.github+json'
}

# send METHOD ADDRESS FILE
send() {
  ask "$1" "$2" --header 'Content-Type: application/json' --data-binary "@$3"
}

# find_own ADDRESS FIELD [QUERY]: sets found to that field of the first that begins with the marker
# and that a workflow wrote: anybody else may write the marker, too.
find_own() {
  local page
  found=''
  for ((page = 1; ; page++)); do
    ask GET "$1?${3-}per_page=100&page=$page"
    if [[ $status != 200 ]]; then return; fi
    found=$(jq --raw-output --arg marker "$marker" --arg field "$2" '
      first(.[] | select(.user.login == "github-actions[bot]" and .pull_request == null
        and (.body // "" | startswith($marker)))) | .[$field]
    ' "$answer/body")
    if [[ -n $found || $(jq length "$answer/body") -lt 100 ]]; then return; fi
  done
}

# keep_one ADDRESS FIELD QUERY CHANGED FILE: changes at CHANGED what find_own finds, or else makes it.
# Whether it was made where no answer came is looked for, so that it is never there twice.
keep_one() {
  local try
  for try in 1 2 3; do
    find_own "$1" "$2" "$3"
    if [[ $status != 200 ]]; then return; fi
    if [[ -n $found ]]; then
      send PATCH "$4/$found" "$5"
      return
    fi
    tries=1 send POST "$1" "$5"
    case $status in
      000 | 429 | 502 | 503 | 504) sleep "$((2 ** try))" ;;
      *) return ;;
    esac
  done
}

# Ends the step where GitHub's last answer is no yes: need_yes WHAT PERMISSION
need_yes() {
  case $status in
    200 | 201) return ;;
    410) problem "$1" "$(words)" "switch issues on: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings
or write 'drift: never' in ghcr:stackWorkflow" ;;
    *) problem "$1" "$(words)" "the job takes 'permissions: $2: write'; see what the settings allow it:
$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings/actions" ;;
  esac
  exit 1
}
