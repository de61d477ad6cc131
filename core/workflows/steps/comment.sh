source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/telling.sh"
source "$(dirname "${BASH_SOURCE[0]}")/threads.sh"

: "${NUMBER:?}" "${RESULT:?}" "${COMMIT:?}"
marker="<!-- pulumi-ghcr: preview of $STACK in $FOLDER -->"
text=$answer/text
{
  echo "$marker"
  if [[ ! -f $RESULT/code ]]; then
    echo "### There is no preview of the stack \`$STACK\`"
  elif [[ $(<"$RESULT/code") == 0 ]]; then
    echo "### Preview of the stack \`$STACK\`: $(counts "$RESULT/output")"
  else
    echo "### The preview of the stack \`$STACK\` failed"
  fi
  printf '\nOf commit %s, in [this run](%s).\n' "$COMMIT" "$run_page"
  if [[ -f $RESULT/output ]]; then
    printf '\n<details>\n<summary>What Pulumi says</summary>\n\n'
    fenced "$RESULT/output"
    printf '\n</details>\n'
  fi
} >"$text"
jq --raw-input --slurp '{body: .}' "$text" >"$answer/fields"

keep_one "$issues/$NUMBER/comments" id '' "$issues/comments" "$answer/fields"
need_yes "The comment on #$NUMBER could not be written" pull-requests
echo "Comment: $(jq --raw-output .html_url "$answer/body")"
