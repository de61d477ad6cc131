source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/pulumi.sh"
source "$(dirname "${BASH_SOURCE[0]}")/telling.sh"

need_secrets
output=$answer/output
run_pulumi "$output" up --yes --skip-preview
{
  if ((code == 0)); then echo "## The stack \`$STACK\` is up to date"; else echo "## The update of \`$STACK\` failed"; fi
  printf '\n%s\n\n' "$(counts "$output")"
  fenced "$output"
} >>"$GITHUB_STEP_SUMMARY"
if ((code != 0)); then
  annotate error "The update of $STACK failed" "Pulumi ended with $code. What it did before it failed is done." \
    'fix what it tells above, and run this job again: it goes on from there'
  exit "$code"
fi
