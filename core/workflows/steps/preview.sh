source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/pulumi.sh"

: "${RESULT:?}"
require_secrets
mkdir -p "$RESULT"
run_pulumi "$RESULT/output" preview --diff
echo "$code" >"$RESULT/code"
set_output completed true
if ((code != 0)); then exit "$code"; fi
