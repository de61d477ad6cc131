source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

: "${RESULTS:?}" "${WITH:?}" "${STARTED:?}" "${ATTEMPT:?}" "${GITHUB_RUN_ATTEMPT:?}"
results=$(newest "$RESULTS" image)
if [[ $results == '[]' ]]; then
  problem 'Nothing was published' 'No job left a result.' 'run all jobs again'
  exit 1
fi

jq --raw-output --arg with "$WITH" --arg checked "$ATTEMPT" --arg attempt "$GITHUB_RUN_ATTEMPT" \
  --argjson seconds "$(($(date +%s) - STARTED))" '
  def megabytes: "\(. / 100000 | round / 10) MB";
  def public: if . == null then "unknown" elif . then "yes" else "no" end;
  def duration: if . < 60 then "\(.) s" else "\(. / 60 | floor) min \(. % 60) s" end;
  # Between two attempts lies however long nobody asked for the second.
  def whole: if $checked == $attempt
    then "\($seconds | duration), from the first step of the check to this report, with all waiting for machines."
    else "unknown: the check ran in attempt \($checked), and this is attempt \($attempt)." end;
  "## Published", "", "Authentication: `\($with)`", "",
  "| Image | Tags | Platforms | Size of all | Public | Build and push | Index and reading back |",
  "| --- | --- | --- | ---: | --- | --- | ---: |",
  (.[] | "| `\(.image)` | \(.tags | join(", ")) | \(.platforms | join(", ")) | \(.bytes | megabytes)"
    + " | \(.isPublic | public) | \(.builds | map("\(.platform): \(.seconds | duration)") | join(", "))"
    + " | \(.seconds | duration) |"),
  "", "Whole run: \(whole)",
  (.[] | "\(.image):\(.tags[0])@\(.digest)" as $pinned | "", "### \(.image)", "",
    "```sh", "docker pull \($pinned)", "```", "",
    "```yaml", "image: \($pinned)", "```")
' <<<"$results" >>"$GITHUB_STEP_SUMMARY"

give digests "$(jq --compact-output 'map({key: .image, value: .digest}) | from_entries' <<<"$results")"

echo "Authentication: $WITH"
echo 'Registry login: ok'
echo 'Push permission: ok'
jq --raw-output '(.[] | "Image: \(.image): \(.tags | join(", ")) (\(.platforms | join(", ")))"),
  (.[] | "Push verified: \(.image)@\(.digest)"),
  "All done: \(length) \(if length == 1 then "image" else "images" end) published"' <<<"$results"
