source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/denials.sh"

: "${IMAGE:?}" "${NAME:?}" "${TAGS:?}" "${DIGEST:?}" "${PLATFORMS:?}" "${RESULT:?}" "${DIGESTS:?}"
: "${STARTED:?}" "${GITHUB_RUN_ATTEMPT:?}"
choose_token
image=${IMAGE,,}
path=${image#*/}
name=${path#*/}
accept='Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json'

# get_manifest REFERENCE: retries, because the registry may not serve a new manifest at once.
get_manifest() {
  local try
  for try in 1 2 3; do
    request "$(bearer_option)" GET "$origin/v2/$path/manifests/$1" --header "$accept"
    if [[ $status != 404 ]] || ((try == 3)); then return; fi
    sleep "$((2 ** try))"
  done
}

body_digest() {
  printf 'sha256:%s' "$(sha256sum <"$response/body" | cut -d ' ' -f 1)"
}

report_missing() {
  local message
  message=$(error_message)
  explain_error "$message" "$name"
  report_problem "$1 could not be read back" "$message"$'\n'"Cause: $cause" "$fix"
}

log_in "repository:$path:pull"
if [[ -n $bearer ]]; then get_manifest "$DIGEST"; fi
if [[ -z $bearer || $status != 200 ]]; then
  report_missing "$image@$DIGEST"
  exit 1
fi
if [[ $(body_digest) != "$DIGEST" ]]; then
  report_problem "$image@$DIGEST does not match its digest" "The registry returned $(body_digest)."
  exit 1
fi
cp "$response/body" "$response/index"

requested=$(list_tags "$NAME" <<<"$TAGS")
tags=()
while IFS= read -r tag; do
  if [[ -z $tag ]]; then continue; fi
  tags+=("$tag")
  get_manifest "$tag"
  if [[ $status != 200 ]]; then
    report_missing "$image:$tag"
  elif [[ $(body_digest) != "$DIGEST" ]]; then
    report_problem "$image:$tag points to another digest" \
      "It points to $(body_digest), but $DIGEST was pushed." 'check whether another run moved the tag'
  fi
done <<<"$requested"

# An attestation is in the index too, as an image for an unknown platform.
platforms=()
bytes=0
while read -r platform digest; do
  platforms+=("$platform")
  get_manifest "$digest"
  if [[ $status == 200 ]]; then
    bytes=$((bytes + $(jq '[.config.size, .layers[].size] | add' "$response/body")))
  else
    report_missing "$image@$digest ($platform)"
  fi
done < <(jq --raw-output '[.manifests[]? | select(.platform.os != "unknown")
  | "\([.platform | .os, .architecture, .variant // empty] | join("/")) \(.digest)"] | sort[]' \
  "$response/index")

found=" ${platforms[*]} "
found=${found//arm64\/v8 /arm64 }
for platform in ${PLATFORMS//,/ }; do
  if [[ $found != *" ${platform/%arm64\/v8/arm64} "* ]]; then
    report_problem "$image: $platform is missing" "Required: $PLATFORMS. Found: ${platforms[*]:-none}." \
      "set 'platforms: [${PLATFORMS//,/, }]'"
  fi
done

public=null
log_in "repository:$path:pull" anonymous
if [[ -n $bearer ]]; then request "$(bearer_option)" GET "$origin/v2/$path/manifests/$DIGEST" --header "$accept"; fi
case $status in
  200) public=true ;;
  401 | 403) public=false ;;
esac
page="https://github.com/users/${path%%/*}/packages/container/${name//\//%2F}/settings"
if [[ ${VISIBILITY-} == public && $public == false ]]; then
  annotate warning "$image is not public" \
    "It cannot be pulled without a login, but the settings require public. The first push creates a private package, and no API can change that; only the package's page can." \
    "change the visibility at the bottom of this page; public cannot be undone: $page"
elif [[ ${VISIBILITY-} =~ ^(private|internal)$ && $public == true ]]; then
  annotate warning "$image is public" \
    "Anybody can pull it, but the settings require $VISIBILITY. A public package can never be made private again." \
    "push under another name, and delete this package if nobody needs it: $page"
fi
exit_if_problems

# Each build saved its duration with its digest.
builds=$(latest_results "$DIGESTS" platform | jq --compact-output 'map({platform, seconds})')
jq --null-input --arg image "$image" --arg digest "$DIGEST" --arg tags "${tags[*]}" \
  --arg platforms "${platforms[*]}" --argjson bytes "$bytes" --argjson isPublic "$public" \
  --argjson builds "$builds" --argjson seconds "$(($(date +%s) - STARTED))" \
  --argjson attempt "$GITHUB_RUN_ATTEMPT" \
  '{image: $image, digest: $digest, tags: ($tags | split(" ")),
    platforms: ($platforms | split(" ")), bytes: $bytes, isPublic: $isPublic,
    builds: $builds, seconds: $seconds, attempt: $attempt}' >"$RESULT"
echo "Push verified: $image@$DIGEST, tags ${tags[*]}, platforms ${platforms[*]}"
