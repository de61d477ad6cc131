: "${NUMBER:?}" "${RESULT:?}" "${COMMIT:?}"
marker="<!-- pulumi-ghcr: preview of $STACK in $FOLDER -->"
{
  echo "$marker"
  if [[ ! -f $RESULT/code ]]; then
    echo "### No preview of the stack \`$STACK\`"
  elif [[ $(<"$RESULT/code") == 0 ]]; then
    echo "### Preview of the stack \`$STACK\`: $(print_counts "$RESULT/output")"
  else
    echo "### The preview of the stack \`$STACK\` failed"
  fi
  printf '\nCommit %s, [workflow run](%s).\n' "$COMMIT" "$run_page"
  if [[ -f $RESULT/output ]]; then
    printf '\n<details>\n<summary>Pulumi output</summary>\n\n'
    print_fenced "$RESULT/output"
    printf '\n</details>\n'
  fi
} >text
jq --raw-input --slurp '{body: .}' text >fields

create_or_update "$issues/$NUMBER/comments" id '' "$issues/comments" fields
require_success "The comment on #$NUMBER could not be written" pull-requests
echo "Comment: $(jq --raw-output .html_url body)"
