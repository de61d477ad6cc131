source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/refusals.sh"

: "${IMAGES:?}" "${GITHUB_API_URL:?}"
new_token='https://github.com/settings/tokens/new?scopes=read:packages,write:packages'

# What the token's kind and GitHub tell of it. The kind stands in the prefix.
judge_token() {
  case $token in
    github_pat_*)
      problem "$with is fine-grained" \
        'ghcr.io does not support fine-grained tokens (github/roadmap#558).' \
        "Use a classic token instead: $new_token"
      ;;
    ghr_*)
      problem "$with may not push" 'A refresh token (ghr_) only fetches other tokens.' "$new_token"
      ;;
    ghu_*)
      annotate warning "$with: unknown" \
        "Whether ghcr.io takes an App's user token is not confirmed." \
        "Use a classic token instead: $new_token"
      ;;
    ghs_*)
      if [[ $with != GITHUB_TOKEN ]]; then
        annotate warning "$with: unknown" \
          "A workflow's GITHUB_TOKEN may, with the right permissions; another App's token may not, and both begin with ghs_."
      fi
      ;;
    *)
      request "header = $(quoted "Authorization: Bearer $token")" GET "$GITHUB_API_URL/user"
      case $status in
        200) judge_scopes && judge_expiry ;;
        401)
          problem "$with is unknown to GitHub" \
            'GitHub does not recognize the token: it is wrong, expired or revoked.' "$new_token"
          ;;
        *) annotate warning "$with: unknown" "GitHub answered $status: $(words)" ;;
      esac
      ;;
  esac
}

judge_scopes() {
  if ! grep --quiet --ignore-case '^x-oauth-scopes:' "$answer/headers"; then
    annotate warning "$with: unknown" 'GitHub does not report the scopes of this token.'
    return
  fi
  local scopes scope missing='' subject=scope are=is hint='' fix
  scopes=,$(header x-oauth-scopes | tr -d ' '),
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
  problem "$with may not push" "The $subject $missing $are missing.$hint" "$fix"
}

judge_expiry() {
  local expiry seconds
  expiry=$(header github-authentication-token-expiration)
  seconds=$(date --date "${expiry:-never}" +%s 2>/dev/null) || return 0
  if ((seconds - $(date +%s) < 14 * 24 * 60 * 60)); then
    annotate warning "$with expires soon" "It expires on $expiry." "$new_token"
  fi
}

# An upload that is opened and given up makes nothing. A login that succeeds proves nothing.
judge_push() {
  local name=$1 place
  log_in "repository:$owner/$name:pull,push"
  if [[ -z $bearer ]]; then
    refused "The login to $REGISTRY with $with"
    # It would be refused for each image.
    return 1
  fi
  request "$(with_bearer)" POST "$origin/v2/$owner/$name/blobs/uploads/" --data ''
  if [[ $status != 202 ]]; then
    refused "A push to $REGISTRY/$owner/$name with $with" "$name"
    return
  fi
  echo "Push permission: ok: $REGISTRY/$owner/$name"
  place=$(header location)
  place=${place#"$origin"}
  # ghcr.io answers 405 to it, and the upload expires by itself.
  if [[ $place == "/v2/$owner/$name/blobs/upload"* ]]; then
    request "$(with_bearer)" DELETE "$origin$place" --max-time 5
  fi
}

judge_name() {
  local part='[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*' whole=$REGISTRY/$owner/$1
  if [[ ! $1 =~ ^$part(/$part)*$ ]]; then
    problem "'$1' is not a package's name" \
      "Its parts are made of letters and digits that single '.', '_' or '-' may join." \
      'Change the name in the settings.'
  elif ((${#whole} > 255)); then
    problem "$whole is too long" 'The registry and the name have more than 255 characters.' \
      'choose a shorter name'
  else
    return 0
  fi
  return 1
}

judge_tag() {
  if [[ $2 =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]; then return; fi
  explain 'invalid reference format'
  problem "$1: '$2' is not a tag" "$cause" "$fix"
}

choose_token
while IFS=$'\t' read -r name tag; do
  judge_tag "$name" "$tag"
done < <(jq --raw-output 'to_entries[] | .key as $name | .value[] | [$name, .] | @tsv' <<<"${TAGS:-"{}"}")
names=()
while IFS= read -r name; do
  if judge_name "${name,,}"; then names+=("${name,,}"); fi
done < <(jq --raw-output '.[].name' <<<"$IMAGES")

if [[ ${GITHUB_EVENT_NAME-} == pull_request ]]; then
  echo 'Push permission: not asked: a pull request builds and does not push'
else
  before=$problems
  judge_token
  # What GitHub tells explains more than the registry's refusals, which would follow from it.
  if ((problems == before)); then
    for name in "${names[@]}"; do judge_push "$name" || break; done
  fi
fi
end_if_problems
