source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/pulumi.sh"

: "${RESULT:?}"
need_secrets
mkdir -p "$RESULT"
# What is there is kept in the state, so that the next update sees it too, and mends it. A preview
# alone forgets it. The program gives the providers the tokens of today, and not the last update's.
run_pulumi "$RESULT/refresh" refresh --yes --skip-preview --run-program
if ((code == 0)); then run_pulumi "$RESULT/output" preview --expect-no-changes --diff; fi
case $code in
  0) echo "No drift: $STACK is as its settings say" ;;
  # Pulumi's number for changes that were not expected: one of those that it promises to keep.
  7)
    annotate warning "$STACK has drifted" 'What is there is not what its settings say.' \
      'an issue tells what it is'
    ;;
  *)
    problem "Whether $STACK has drifted cannot be told" "Pulumi ended with $code." \
      'fix what it tells above'
    exit "$code"
    ;;
esac
echo "$code" >"$RESULT/code"
give told true
