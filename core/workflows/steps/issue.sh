: "${RESULT:?}"
marker="<!-- pulumi-ghcr: drift of $STACK in $FOLDER -->"
failure='The issue about the drift could not be'

if [[ $(<"$RESULT/code") == 0 ]]; then
  find_existing "$issues" number 'state=open&'
  require_success "$failure looked for" issues
  if [[ -z $found ]]; then exit 0; fi
  echo '{"state": "closed", "state_reason": "completed"}' >fields
  request PATCH "$issues/$found" fields
  require_success "$failure closed" issues
  page=$(jq --raw-output .html_url body)
  jq --null-input --arg run "$run_page" \
    '{body: "The drift is gone: [this run](\($run)) found none."}' >fields
  request POST "$issues/$found/comments" fields
  require_success "The closing comment on $page could not be written" issues
  echo "Closed: $page"
  exit 0
fi

{
  echo "$marker"
  echo "The resources of the stack \`$STACK\` differ from its settings. The next update overwrites the differences. To keep a change, add it to the settings first."
  printf '\nLast detected by [this run](%s). When the drift is gone, the next run closes this issue.\n' "$run_page"
  printf '\nWhat an update would do: %s\n\n' "$(print_counts "$RESULT/output")"
  print_fenced "$RESULT/output"
} >text
jq --raw-input --slurp --arg title "Drift: the stack $STACK differs from its settings" \
  '{title: $title, body: .}' text >fields
create_or_update "$issues" number 'state=open&' "$issues" fields
require_success "$failure written" issues
echo "Issue: $(jq --raw-output .html_url body)"
