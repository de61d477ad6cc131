source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/denials.sh"

: "${IMAGE:?}" "${NAME:?}" "${TAGS:?}" "${DIGESTS:?}" "${SOURCE:?}" "${REVISION:?}"
choose_token
image=${IMAGE,,}
read -ra buildx <<<"${BUILDX:-docker buildx}"

sources=()
while read -r digest; do
  if [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then sources+=("$image@$digest"); fi
done < <(latest_results "$DIGESTS" platform | jq --raw-output '.[].digest')
if ((${#sources[@]} == 0)); then
  report_problem "$image: no digest" 'No build job saved the digest that it pushed.' 're-run all jobs'
  exit 1
fi

# The index's annotation links the package to the repository. For an index, labels do not count.
options=(--annotation "index:org.opencontainers.image.source=$SOURCE")
options+=(--annotation "index:org.opencontainers.image.revision=$REVISION")
if [[ -n ${VERSION-} ]]; then
  options+=(--annotation "index:org.opencontainers.image.version=$VERSION")
fi
tags=$(list_tags "$NAME" <<<"$TAGS")
while IFS= read -r tag; do
  if [[ -n $tag ]]; then options+=(--tag "$image:$tag"); fi
done <<<"$tags"

for try in 1 2 3 4 5; do
  if "${buildx[@]}" imagetools create "${options[@]}" --metadata-file "$response/body" \
    "${sources[@]}" 2>"$response/failure"; then
    digest=$(jq --raw-output '."containerimage.descriptor".digest' "$response/body")
    echo "Index: $image@$digest"
    set_output digest "$digest"
    exit 0
  fi
  if ((try == 5)) || ! grep --quiet --extended-regexp --ignore-case \
    'toomanyrequests|too many requests|502 bad|503 service|504 gateway|connection reset' "$response/failure"; then
    break
  fi
  sleep "$((2 ** try))"
done
set_request_failed
message=$(error_message)
explain_error "$message" "${image#*/*/}"
report_problem "The index of $image could not be pushed" "$message"$'\n'"Cause: $cause" "$fix"
exit_if_problems
