set -euo pipefail

# Keeps DIGEST as a file in DIGESTS, named by what it is without its algorithm.
if [[ ! $DIGEST =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error title=No digest::The build gave no digest, so that nothing can be published of it."
  exit 1
fi
mkdir -p "$DIGESTS"
touch "$DIGESTS/${DIGEST#sha256:}"
