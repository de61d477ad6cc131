: "${RESULT:?}"
require_secrets
mkdir -p "$RESULT"
# The refresh saves the observed resources in the state, so that the next update corrects them; a
# preview alone would not. It runs the program, so that providers get the current tokens.
run_pulumi "$RESULT/refresh" refresh --yes --skip-preview --run-program
if ((code == 0)); then run_pulumi "$RESULT/output" preview --expect-no-changes --diff; fi
case $code in
  0) echo "No drift: $STACK matches its settings" ;;
  # Pulumi's documented exit code for unexpected changes.
  7)
    annotate warning "$STACK has drifted" 'Its resources differ from its settings.' \
      'see the issue that the next job writes'
    ;;
  *)
    annotate error "Drift of $STACK: unknown" "Pulumi exited with code $code." 'fix the error above'
    exit "$code"
    ;;
esac
echo "$code" >"$RESULT/code"
echo "completed=true" >>"$GITHUB_OUTPUT"
