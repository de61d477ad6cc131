set -euo pipefail

# Keeps DIGEST in a file of this attempt in DIGESTS, with how long the build for PLATFORM took, with
# its push.
: "${DIGESTS:?}" "${PLATFORM:?}" "${STARTED:?}" "${GITHUB_RUN_ATTEMPT:?}"
if [[ ! $DIGEST =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error title=No digest::The build gave no digest, so that nothing can be published of it."
  exit 1
fi
mkdir -p "$DIGESTS"
jq --null-input --arg platform "$PLATFORM" --arg digest "$DIGEST" \
  --argjson attempt "$GITHUB_RUN_ATTEMPT" --argjson seconds "$(($(date +%s) - STARTED))" \
  '{platform: $platform, digest: $digest, attempt: $attempt, seconds: $seconds}' \
  >"$DIGESTS/$GITHUB_RUN_ATTEMPT-${DIGEST#sha256:}.json"
