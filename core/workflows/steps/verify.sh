cd "$RUNNER_TEMP"
# read_back REFERENCE DIGEST: retries, because a registry may not serve at once what was pushed.
read_back() {
  for wait in 2 4 8 16 0; do
    if docker buildx imagetools inspect --raw "$1" >manifest 2>failure; then break; fi
    sleep "$wait"
  done
  if [[ sha256:$(sha256sum manifest | cut -d ' ' -f 1) == "$2" ]]; then return; fi
  error "$1 could not be read back as $2. $(<failure)"
  return 1
}

for tag in ${TAGS//,/ }; do read_back "$tag" "$DIGEST" || true; done
read_back "$IMAGE@$DIGEST" "$DIGEST" || exit 1
# The index also lists attestations, as images for an unknown platform.
jq --raw-output '.manifests[] | select(.platform.os != "unknown")
  | "\([.platform | .os, .architecture, .variant // empty] | join("/")) \(.digest)"' manifest >images
bytes=0
while read -r _ part; do
  read_back "$IMAGE@$part" "$part" || continue
  bytes=$((bytes + $(jq '[.config.size, .layers[].size] | add' manifest)))
done <images
for platform in ${PLATFORMS//,/ }; do
  grep --quiet -E "^${platform%/v8}(/v8)? " images || error "$IMAGE: the platform $platform is missing"
done
if ((failed)); then exit 1; fi

public=yes # Unless a request without a login is refused.
if ! DOCKER_CONFIG=$(mktemp -d) docker buildx imagetools inspect "$IMAGE@$DIGEST" >output 2>&1; then
  public=$(grep --quiet -Ei 'denied|unauthorized|forbidden' output && echo no || echo unknown)
fi
