: "${RESULT:?}"
require_secrets
mkdir -p "$RESULT"
run_pulumi "$RESULT/output" preview --diff
echo "$code" >"$RESULT/code"
echo "completed=true" >>"$GITHUB_OUTPUT"
if ((code != 0)); then exit "$code"; fi
