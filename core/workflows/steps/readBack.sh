source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/refusals.sh"

: "${IMAGE:?}" "${NAME:?}" "${TAGS:?}" "${DIGEST:?}" "${PLATFORMS:?}" "${RESULT:?}" "${DIGESTS:?}"
: "${STARTED:?}" "${GITHUB_RUN_ATTEMPT:?}"
choose_token
image=${IMAGE,,}
path=${image#*/}
name=${path#*/}
accept='Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json'

# manifest REFERENCE: asks again for what may only not be told yet.
manifest() {
  local try
  for try in 1 2 3; do
    request "$(with_bearer)" GET "$origin/v2/$path/manifests/$1" --header "$accept"
    if [[ $status != 404 ]] || ((try == 3)); then return; fi
    sleep "$((2 ** try))"
  done
}

digest_of_body() {
  printf 'sha256:%s' "$(sha256sum <"$answer/body" | cut -d ' ' -f 1)"
}

not_there() {
  local said
  said=$(words)
  explain "$said" "$name"
  problem "$1 could not be read back" "$said"$'\n'"Cause: $cause" "$fix"
}

log_in "repository:$path:pull"
if [[ -n $bearer ]]; then manifest "$DIGEST"; fi
if [[ -z $bearer || $status != 200 ]]; then
  not_there "$image@$DIGEST"
  exit 1
fi
if [[ $(digest_of_body) != "$DIGEST" ]]; then
  problem "$image@$DIGEST is something else" "The registry gave $(digest_of_body)."
  exit 1
fi
cp "$answer/body" "$answer/index"

wanted=$(tags_of "$NAME" <<<"$TAGS")
tags=()
while IFS= read -r tag; do
  if [[ -z $tag ]]; then continue; fi
  tags+=("$tag")
  manifest "$tag"
  if [[ $status != 200 ]]; then
    not_there "$image:$tag"
  elif [[ $(digest_of_body) != "$DIGEST" ]]; then
    problem "$image:$tag is something else" \
      "It points to $(digest_of_body), and $DIGEST was pushed." 'Another run may have moved it.'
  fi
done <<<"$wanted"

# An attestation lies beside the images, as one for an unknown platform.
platforms=()
bytes=0
while read -r platform digest; do
  platforms+=("$platform")
  manifest "$digest"
  if [[ $status == 200 ]]; then
    bytes=$((bytes + $(jq '[.config.size, .layers[].size] | add' "$answer/body")))
  else
    not_there "$image@$digest ($platform)"
  fi
done < <(jq --raw-output '[.manifests[]? | select(.platform.os != "unknown")
  | "\([.platform | .os, .architecture, .variant // empty] | join("/")) \(.digest)"] | sort[]' \
  "$answer/index")

found=" ${platforms[*]} "
found=${found//arm64\/v8 /arm64 }
for platform in ${PLATFORMS//,/ }; do
  if [[ $found != *" ${platform/%arm64\/v8/arm64} "* ]]; then
    problem "$image: $platform is missing" "Wanted: $PLATFORMS. There: ${platforms[*]:-none}." \
      "build it for both: platforms: [${PLATFORMS//,/, }]"
  fi
done

public=null
log_in "repository:$path:pull" anonymous
if [[ -n $bearer ]]; then request "$(with_bearer)" GET "$origin/v2/$path/manifests/$DIGEST" --header "$accept"; fi
case $status in
  200) public=true ;;
  401 | 403) public=false ;;
esac
page="https://github.com/users/${path%%/*}/packages/container/${name//\//%2F}/settings"
if [[ ${VISIBILITY-} == public && $public == false ]]; then
  annotate warning "$image is not public" \
    "It is given to nobody without a login, and public is wanted. A first push makes a private package, and no API changes that: a page does." \
    "Change the visibility at the end of this page; public is for ever: $page"
elif [[ ${VISIBILITY-} =~ ^(private|internal)$ && $public == true ]]; then
  annotate warning "$image is public" \
    "It is given to everybody, and $VISIBILITY is wanted. What is public once can never be made private again." \
    "Push under another name, and delete this one if nobody needs it: $page"
fi
end_if_problems

# The builds' own times, as each left it beside its digest.
builds=$(newest "$DIGESTS" platform | jq --compact-output 'map({platform, seconds})')
jq --null-input --arg image "$image" --arg digest "$DIGEST" --arg tags "${tags[*]}" \
  --arg platforms "${platforms[*]}" --argjson bytes "$bytes" --argjson isPublic "$public" \
  --argjson builds "$builds" --argjson seconds "$(($(date +%s) - STARTED))" \
  --argjson attempt "$GITHUB_RUN_ATTEMPT" \
  '{image: $image, digest: $digest, tags: ($tags | split(" ")),
    platforms: ($platforms | split(" ")), bytes: $bytes, isPublic: $isPublic,
    builds: $builds, seconds: $seconds, attempt: $attempt}' >"$RESULT"
echo "Push verified: $image@$DIGEST, tags ${tags[*]}, platforms ${platforms[*]}"
