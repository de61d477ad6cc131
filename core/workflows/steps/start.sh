set -euo pipefail

# Outputs the start time of the next steps, and the attempt of the run.
: "${GITHUB_RUN_ATTEMPT:?}"
{
  echo "started=$(date +%s)"
  echo "attempt=$GITHUB_RUN_ATTEMPT"
} >>"$GITHUB_OUTPUT"
