set -euo pipefail

# Saves the digest as a file in DIGESTS, with the platform, the attempt, and the duration of the
# build and the push.
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
