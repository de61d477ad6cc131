set -euo pipefail

# Keeps DIGEST as a file in DIGESTS, named by what it is without its algorithm. In it stands how long
# the build for PLATFORM took, with its push.
: "${DIGESTS:?}" "${PLATFORM:?}" "${STARTED:?}"
if [[ ! $DIGEST =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error title=No digest::The build gave no digest, so that nothing can be published of it."
  exit 1
fi
mkdir -p "$DIGESTS"
jq --null-input --arg platform "$PLATFORM" --argjson seconds "$(($(date +%s) - STARTED))" \
  '{platform: $platform, seconds: $seconds}' >"$DIGESTS/${DIGEST#sha256:}"
