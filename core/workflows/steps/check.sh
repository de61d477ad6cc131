source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/denials.sh"

: "${IMAGES:?}" "${GITHUB_API_URL:?}"
new_token='https://github.com/settings/tokens/new?scopes=read:packages,write:packages'

# Checks the token's kind by its prefix, then its scopes and expiry on GitHub.
check_token() {
  case $token in
    github_pat_*)
      report_problem "$with is fine-grained" \
        'ghcr.io does not support fine-grained tokens (github/roadmap#558).' \
        "Use a classic token instead: $new_token"
      ;;
    ghr_*)
      report_problem "$with may not push" 'A refresh token (ghr_) only fetches other tokens.' "$new_token"
      ;;
    ghu_*)
      annotate warning "$with: unknown" \
        "Whether ghcr.io accepts a GitHub App's user token is not confirmed." \
        "Use a classic token instead: $new_token"
      ;;
    ghs_*)
      if [[ $with != GITHUB_TOKEN ]]; then
        annotate warning "$with: unknown" \
          "A workflow's GITHUB_TOKEN can push with the right permissions, but another App's token cannot, and both begin with ghs_."
      fi
      ;;
    *)
      request "header = $(quote_value "Authorization: Bearer $token")" GET "$GITHUB_API_URL/user"
      case $status in
        200) check_scopes && check_expiry ;;
        401)
          report_problem "$with is unknown to GitHub" \
            'GitHub does not recognize the token: it is wrong, expired or revoked.' "$new_token"
          ;;
        *) annotate warning "$with: unknown" "GitHub answered $status: $(error_message)" ;;
      esac
      ;;
  esac
}

check_scopes() {
  if ! grep --quiet --ignore-case '^x-oauth-scopes:' "$response/headers"; then
    annotate warning "$with: unknown" 'GitHub does not report the scopes of this token.'
    return
  fi
  local scopes scope missing='' subject=scope are=is hint='' fix
  scopes=,$(response_header x-oauth-scopes | tr -d ' '),
  for scope in read:packages write:packages; do
    if [[ $scopes == *",$scope,"* ]]; then continue; fi
    if [[ -n $missing ]]; then subject=scopes are=are; fi
    missing=${missing:+$missing and }$scope
  done
  if [[ -z $missing ]]; then
    echo "Scopes: ok: read:packages, write:packages"
    return
  fi
  if [[ $missing == read:packages ]]; then
    hint=' ghcr.io requires read:packages in addition to write:packages.'
  fi
  fix="Tick $missing at https://github.com/settings/tokens, or create a new token: $new_token"
  if [[ $token == gho_* ]]; then
    fix='gh auth refresh -h github.com --scopes read:packages,write:packages'
  fi
  report_problem "$with may not push" "The $subject $missing $are missing.$hint" "$fix"
}

check_expiry() {
  local expiry seconds
  expiry=$(response_header github-authentication-token-expiration)
  seconds=$(date --date "${expiry:-never}" +%s 2>/dev/null) || return 0
  if ((seconds - $(date +%s) < 14 * 24 * 60 * 60)); then
    annotate warning "$with expires soon" "It expires on $expiry." "$new_token"
  fi
}

# Starts an upload and cancels it, which creates nothing. A login would not prove that a push works.
check_push() {
  local name=$1 place
  log_in "repository:$owner/$name:pull,push"
  if [[ -z $bearer ]]; then
    report_denial "The login to $REGISTRY with $with"
    # The other images would fail the same way.
    return 1
  fi
  request "$(bearer_option)" POST "$origin/v2/$owner/$name/blobs/uploads/" --data ''
  if [[ $status != 202 ]]; then
    report_denial "A push to $REGISTRY/$owner/$name with $with" "$name"
    return
  fi
  echo "Push permission: ok: $REGISTRY/$owner/$name"
  place=$(response_header location)
  place=${place#"$origin"}
  # ghcr.io answers 405, and the upload expires by itself.
  if [[ $place == "/v2/$owner/$name/blobs/upload"* ]]; then
    request "$(bearer_option)" DELETE "$origin$place" --max-time 5
  fi
}

check_name() {
  local part='[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*' reference=$REGISTRY/$owner/$1
  if [[ ! $1 =~ ^$part(/$part)*$ ]]; then
    report_problem "'$1' is not a package name" \
      "Each part consists of letters and digits, joined by single '.', '_' or '-'." \
      'change the name in the settings'
  elif ((${#reference} > 255)); then
    report_problem "$reference is too long" 'The registry and the name have more than 255 characters together.' \
      'choose a shorter name'
  else
    return 0
  fi
  return 1
}

check_tag() {
  if [[ $2 =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]; then return; fi
  explain_error 'invalid reference format'
  report_problem "$1: '$2' is not a tag" "$cause" "$fix"
}

choose_token
while IFS=$'\t' read -r name tag; do
  check_tag "$name" "$tag"
done < <(jq --raw-output 'to_entries[] | .key as $name | .value[] | [$name, .] | @tsv' <<<"${TAGS:-"{}"}")
names=()
while IFS= read -r name; do
  if check_name "${name,,}"; then names+=("${name,,}"); fi
done < <(jq --raw-output '.[].name' <<<"$IMAGES")

if [[ ${GITHUB_EVENT_NAME-} == pull_request ]]; then
  echo 'Push permission: not checked: a pull request does not push'
else
  before=$problems
  check_token
  # If GitHub rejects the token, the registry would too, with less explanation.
  if ((problems == before)); then
    for name in "${names[@]}"; do check_push "$name" || break; done
  fi
fi
exit_if_problems
