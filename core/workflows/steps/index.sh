# Creates one index for all platforms. Its annotation links the package to the repository.
cd "$RUNNER_TEMP"
# A run keeps the digests of all its attempts; the last one of each platform counts.
builds=$(cat digests/*.json | jq --slurp 'group_by(.platform) | map(max_by(.attempt))')
mapfile -t sources < <(jq --raw-output --arg image "$IMAGE" '.[] | "\($image)@\(.digest)"' <<<"$builds")
TAGS=$(tr , '\n' <<<"$TAGS" | grep "^$IMAGE:" | paste --serial --delimiters ,)
annotation=index:org.opencontainers.image
options=(--annotation "$annotation.source=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY")
options+=(--annotation "$annotation.revision=$GITHUB_SHA")
if [[ $GITHUB_REF_TYPE == tag ]]; then options+=(--annotation "$annotation.version=$GITHUB_REF_NAME"); fi
for tag in ${TAGS//,/ }; do options+=(--tag "$tag"); done
for wait in 2 4 8 16 0; do
  if docker buildx imagetools create "${options[@]}" --metadata-file index "${sources[@]}" 2>failure; then break; fi
  if ((wait == 0)) || ! grep --quiet -Ei ' (429|50[234])( |$)|too ?many ?requests|connection reset' failure; then
    error "The index of $IMAGE could not be pushed: $(<failure)"
    exit 1
  fi
  sleep "$wait"
done
DIGEST=$(jq --raw-output '."containerimage.descriptor".digest' index)
echo "digest=$DIGEST" >>"$GITHUB_OUTPUT"
