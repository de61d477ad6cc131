source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/refusals.sh"

: "${IMAGE:?}" "${NAME:?}" "${TAGS:?}" "${DIGESTS:?}" "${SOURCE:?}" "${REVISION:?}"
choose_token
image=${IMAGE,,}
read -ra buildx <<<"${BUILDX:-docker buildx}"

sources=()
while read -r digest; do
  if [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then sources+=("$image@$digest"); fi
done < <(newest "$DIGESTS" platform | jq --raw-output '.[].digest')
if ((${#sources[@]} == 0)); then
  problem "$image: no digest" 'No job left the digest of what it pushed.' 'run all jobs again'
  exit 1
fi

# The annotations of an index count for the link to the repository, and no label does.
options=(--annotation "index:org.opencontainers.image.source=$SOURCE")
options+=(--annotation "index:org.opencontainers.image.revision=$REVISION")
if [[ -n ${VERSION-} ]]; then
  options+=(--annotation "index:org.opencontainers.image.version=$VERSION")
fi
tags=$(tags_of "$NAME" <<<"$TAGS")
while IFS= read -r tag; do
  if [[ -n $tag ]]; then options+=(--tag "$image:$tag"); fi
done <<<"$tags"

for try in 1 2 3 4 5; do
  if "${buildx[@]}" imagetools create "${options[@]}" --metadata-file "$answer/body" \
    "${sources[@]}" 2>"$answer/failure"; then
    digest=$(jq --raw-output '."containerimage.descriptor".digest' "$answer/body")
    echo "Index: $image@$digest"
    give digest "$digest"
    exit 0
  fi
  if ((try == 5)) || ! grep --quiet --extended-regexp --ignore-case \
    'toomanyrequests|too many requests|502 bad|503 service|504 gateway|connection reset' "$answer/failure"; then
    break
  fi
  sleep "$((2 ** try))"
done
no_answer
said=$(words)
explain "$said" "${image#*/*/}"
problem "The index of $image could not be pushed" "$said"$'\n'"Cause: $cause" "$fix"
end_if_problems
