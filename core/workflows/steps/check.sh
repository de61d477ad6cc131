shopt -s extglob
export LC_ALL=C
cd "$RUNNER_TEMP"
# ask LOGIN ADDRESS: curl reads the login from its input, because arguments are visible to others.
ask() {
  : | tee body >headers
  status=$(curl --config - --silent --retry 4 --retry-all-errors --max-time 60 --output body \
    --dump-header headers --write-out '%{http_code}' "${@:2}" <<<"$1") || status=000
}
header() { sed -n "s/^$1: *//Ip" headers | tr -d '\r' | tail -n 1; }

# The secret, or the workflow's own token if the secret is missing or blank.
token=${TOKEN-} with=$SECRET_NAME reason=''
token=${token##+([[:space:]])} token=${token%%+([[:space:]])}
if [[ -z $token ]]; then
  token=$WORKFLOW_TOKEN with=GITHUB_TOKEN reason=", because the secret $SECRET_NAME is missing or blank"
elif [[ $token != "${TOKEN-}" ]]; then
  echo "::notice::$with has a blank or a newline around it; the token is used without it"
fi
echo "Authentication: $with$reason"
echo "with=$with" >>"$GITHUB_OUTPUT"

new='https://github.com/settings/tokens/new?scopes=read:packages,write:packages'
case $token in
  *[!\!-~]* | [\"\'\`]* | *[\"\'\`]) error "$with has a blank, a quote or another character that no token has; copy the token again" ;;
  github_pat_*) error "$with is fine-grained, which ghcr.io does not support; create a classic token: $new" ;;
  ghr_*) error "$with is a refresh token, which only fetches other tokens; create a classic token: $new" ;;
  gh[su]_*) ;; # It has permissions, not scopes.
  *)
    ask "header = \"Authorization: Bearer $token\"" "$GITHUB_API_URL/user"
    scopes=,$(header x-oauth-scopes | tr -d ' '), expiry=$(header github-authentication-token-expiration)
    if [[ $status == 401 ]]; then
      error "GitHub does not recognize $with: it is wrong, expired or revoked; create a token: $new"
    elif [[ $status != 200 ]] || ! grep --quiet -i '^x-oauth-scopes:' headers; then
      echo "::warning::The scopes of $with are unknown: GitHub answered $status"
    else
      for scope in read:packages write:packages; do
        [[ $scopes == *,$scope,* ]] || error "the scope $scope is missing from $with; create a token: $new"
      done
    fi
    if [[ -n $expiry && $(date --date "$expiry" +%s) -lt $(date --date '14 days' +%s) ]]; then
      echo "::warning::$with expires soon, on $expiry; create a token: $new"
    fi
    ;;
esac
if ((failed)); then exit 1; fi
echo "::add-mask::$token"

# Opening an upload proves that a push is allowed, and creates nothing. A login proves nothing.
for image in $IMAGES; do
  path=${image#*/} owner=${path%%/*} package=${path#*/}
  ask "user = \"$GITHUB_ACTOR:$token\"" "$REGISTRY_URL/token?service=${image%%/*}&scope=repository:$path:pull,push"
  login=$status
  if [[ $login == 200 ]]; then
    bearer=$(jq --raw-output .token body)
    echo "::add-mask::$bearer"
    ask "header = \"Authorization: Bearer $bearer\"" "$REGISTRY_URL/v2/$path/blobs/uploads/" --data ''
  fi
  message=$(jq --raw-output '.errors[0] | "\(.code | ascii_downcase): \(.message)"' body 2>/dev/null) ||
    message=$(head -c 200 body)
  case ${message,,} in
    # denials
    *) cause='This message is not recognized, so its cause is unknown.' ;;
  esac
  case $status in
    202) echo "Push permission: ok: $image" ;;
    401 | 403) error "$with may not push $image: $message"$'\n'"Cause: $cause" ;;
    *) echo "::warning::Whether $with may push $image is unknown: status $status ${message//$'\n'/ }" ;;
  esac
  if [[ $login != 200 ]]; then break; fi # The other images would fail the same way.
done
exit "$failed"
