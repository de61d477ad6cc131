set -euo pipefail

# Gives the digest that RESULT tells of.
digest=$(jq --raw-output .digest "$RESULT")
if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "::error title=No digest::The result of the publishing names no digest."
  exit 1
fi
echo "digest=$digest" >>"$GITHUB_OUTPUT"
