: "${WORKFLOW_TOKEN:?}" "${GITHUB_API_URL:?}" "${GITHUB_SERVER_URL:?}" "${GITHUB_REPOSITORY:?}"
: "${STACK:?}" "${FOLDER:?}" "${GITHUB_RUN_ID:?}"

token=$WORKFLOW_TOKEN
bearer=$token
echo "::add-mask::$token"
run_page=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
issues=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues

# github_request METHOD ADDRESS [curl's options]
github_request() {
  request "$(bearer_option)" "$@" --header 'Accept: application/vnd.github+json'
}

# send_json METHOD ADDRESS FILE
send_json() {
  github_request "$1" "$2" --header 'Content-Type: application/json' --data-binary "@$3"
}

# find_existing ADDRESS FIELD [QUERY]: sets found to a field of the first issue or comment that
# begins with the marker. It must be from a workflow, because anybody can write the marker.
find_existing() {
  local page
  found=''
  for ((page = 1; ; page++)); do
    github_request GET "$1?${3-}per_page=100&page=$page"
    if [[ $status != 200 ]]; then return; fi
    found=$(jq --raw-output --arg marker "$marker" --arg field "$2" '
      first(.[] | select(.user.login == "github-actions[bot]" and .pull_request == null
        and (.body // "" | startswith($marker)))) | .[$field]
    ' "$response/body")
    if [[ -n $found || $(jq length "$response/body") -lt 100 ]]; then return; fi
  done
}

# create_or_update LIST FIELD QUERY ITEMS FILE: updates the existing one under ITEMS, or creates it
# in LIST. After a request without a response it searches again, so that it never creates two.
create_or_update() {
  local try
  for try in 1 2 3; do
    find_existing "$1" "$2" "$3"
    if [[ $status != 200 ]]; then return; fi
    if [[ -n $found ]]; then
      send_json PATCH "$4/$found" "$5"
      return
    fi
    tries=1 send_json POST "$1" "$5"
    case $status in
      000 | 429 | 502 | 503 | 504) sleep "$((2 ** try))" ;;
      *) return ;;
    esac
  done
}

# require_success MESSAGE PERMISSION: fails the step if the last response is an error.
require_success() {
  case $status in
    200 | 201) return ;;
    410) report_problem "$1" "$(error_message)" "enable issues: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings
or set 'drift: never' in ghcr:stackWorkflow" ;;
    *) report_problem "$1" "$(error_message)" "the job needs 'permissions: $2: write'; check what the repository's settings allow:
$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings/actions" ;;
  esac
  exit 1
}
