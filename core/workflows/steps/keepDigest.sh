set -euo pipefail

# Saves DIGEST in DIGESTS as a file of this attempt, with the duration of the build for PLATFORM and
# its push.
: "${DIGESTS:?}" "${PLATFORM:?}" "${STARTED:?}" "${GITHUB_RUN_ATTEMPT:?}"
if [[ ! $DIGEST =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error title=No digest::The build reported no digest, so it cannot be published."
  exit 1
fi
mkdir -p "$DIGESTS"
jq --null-input --arg platform "$PLATFORM" --arg digest "$DIGEST" \
  --argjson attempt "$GITHUB_RUN_ATTEMPT" --argjson seconds "$(($(date +%s) - STARTED))" \
  '{platform: $platform, digest: $digest, attempt: $attempt, seconds: $seconds}' \
  >"$DIGESTS/$GITHUB_RUN_ATTEMPT-${DIGEST#sha256:}.json"
