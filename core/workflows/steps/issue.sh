source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/telling.sh"
source "$(dirname "${BASH_SOURCE[0]}")/threads.sh"

: "${RESULT:?}"
marker="<!-- pulumi-ghcr: drift of $STACK in $FOLDER -->"
fields=$answer/fields
could_not='The issue about the drift could not be'

if [[ $(<"$RESULT/code") == 0 ]]; then
  find_own "$issues" number 'state=open&'
  need_yes "$could_not looked for" issues
  if [[ -z $found ]]; then exit 0; fi
  echo '{"state": "closed", "state_reason": "completed"}' >"$fields"
  send PATCH "$issues/$found" "$fields"
  need_yes "$could_not closed" issues
  page=$(jq --raw-output .html_url "$answer/body")
  jq --null-input --arg run "$run_page" \
    '{body: "The drift is gone: [this run](\($run)) found none."}' >"$fields"
  tries=1 send POST "$issues/$found/comments" "$fields"
  need_yes "Why $page is closed could not be told" issues
  echo "Closed: $page"
  exit 0
fi

text=$answer/text
{
  echo "$marker"
  echo "What is there is not what the settings of the stack \`$STACK\` say. The next update writes over it: what should stay belongs into the settings before."
  printf '\nSeen last by [this run](%s). When the drift is gone, the next run closes this issue.\n' "$run_page"
  printf '\nWhat an update would do: %s\n\n' "$(counts "$RESULT/output")"
  fenced "$RESULT/output"
} >"$text"
jq --raw-input --slurp --arg title "Drift: the stack $STACK is not as its settings say" \
  '{title: $title, body: .}' "$text" >"$fields"
keep_one "$issues" number 'state=open&' "$issues" "$fields"
need_yes "$could_not written" issues
echo "Issue: $(jq --raw-output .html_url "$answer/body")"
