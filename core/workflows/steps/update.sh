require_secrets
output=$RUNNER_TEMP/output
run_pulumi "$output" up --yes --skip-preview
{
  if ((code == 0)); then echo "## The stack \`$STACK\` is up to date"; else echo "## The update of \`$STACK\` failed"; fi
  printf '\n%s\n\n' "$(print_counts "$output")"
  print_fenced "$output"
} >>"$GITHUB_STEP_SUMMARY"
if ((code != 0)); then
  annotate error "The update of $STACK failed" "Pulumi exited with code $code. Changes that it made before the error are kept." \
    'fix the error above, then re-run this job; the update continues from there'
  exit "$code"
fi
