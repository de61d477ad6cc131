: "${WORKFLOW_TOKEN:?}" "${GITHUB_API_URL:?}" "${GITHUB_SERVER_URL:?}" "${GITHUB_REPOSITORY:?}"
: "${STACK:?}" "${FOLDER:?}" "${GITHUB_RUN_ID:?}"

cd "$RUNNER_TEMP"
echo "::add-mask::$WORKFLOW_TOKEN"
run_page=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID
issues=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/issues

# request METHOD ADDRESS [FILE]: sets status, and writes GitHub's response to the file `body`. curl
# reads the token from its input, because arguments are visible to others. A POST is not retried,
# because it could create something twice.
request() {
  local retries=4
  if [[ $1 == POST ]]; then retries=0; fi
  : >body
  status=$(curl --config - --silent --show-error --max-time 60 --retry "$retries" --retry-all-errors \
    --retry-max-time 300 --output body --write-out '%{http_code}' --request "$1" ${3:+--json "@$3"} \
    "$2" <<<"header = \"Authorization: Bearer $WORKFLOW_TOKEN\"" 2>failure) || status=000
}

# find_existing ADDRESS FIELD [QUERY]: sets found to a field of the first issue or comment that
# begins with the marker. It must be from a workflow, because anybody can write the marker.
find_existing() {
  local page
  found=''
  for ((page = 1; ; page++)); do
    request GET "$1?${3-}per_page=100&page=$page"
    if [[ $status != 200 ]]; then return; fi
    found=$(jq --raw-output --arg marker "$marker" --arg field "$2" '
      first(.[] | select(.user.login == "github-actions[bot]" and .pull_request == null
        and (.body // "" | startswith($marker)))) | .[$field]
    ' body)
    if [[ -n $found || $(jq length body) -lt 100 ]]; then return; fi
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
      request PATCH "$4/$found" "$5"
      return
    fi
    request POST "$1" "$5"
    case $status in
      000 | 429 | 502 | 503 | 504) sleep "$((2 ** try))" ;;
      *) return ;;
    esac
  done
}

# require_success MESSAGE PERMISSION: fails the step if the last response is an error.
require_success() {
  local message
  message=$(jq --raw-output --exit-status .message body 2>/dev/null) || message="status $status: $(head -c 2000 body)"
  case $status in
    200 | 201) return ;;
    000) annotate error "$1" "$(<failure)" ;;
    410) annotate error "$1" "$message" "enable issues: $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings
or set 'drift: never' in ghcr:stackWorkflow" ;;
    *) annotate error "$1" "$message" "the job needs 'permissions: $2: write'; check what the repository's settings allow:
$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings/actions" ;;
  esac
  exit 1
}
