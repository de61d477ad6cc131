set -euo pipefail

# Tells when what follows begins, and in which attempt of the run.
: "${GITHUB_RUN_ATTEMPT:?}"
{
  echo "started=$(date +%s)"
  echo "attempt=$GITHUB_RUN_ATTEMPT"
} >>"$GITHUB_OUTPUT"
