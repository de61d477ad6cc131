source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

: "${RESULTS:?}" "${WITH:?}" "${STARTED:?}" "${ATTEMPT:?}" "${GITHUB_RUN_ATTEMPT:?}"
results=$(latest_results "$RESULTS" image)
if [[ $results == '[]' ]]; then
  report_problem 'Nothing was published' 'No publish job uploaded a result.' 're-run all jobs'
  exit 1
fi

jq --raw-output --arg with "$WITH" --arg checked "$ATTEMPT" --arg attempt "$GITHUB_RUN_ATTEMPT" \
  --argjson seconds "$(($(date +%s) - STARTED))" '
  def megabytes: "\(. / 100000 | round / 10) MB";
  def public: if . == null then "unknown" elif . then "yes" else "no" end;
  def duration: if . < 60 then "\(.) s" else "\(. / 60 | floor) min \(. % 60) s" end;
  # The time between two attempts is not a duration of the run.
  def total: if $checked == $attempt
    then "\($seconds | duration), from the first step of the check to this report, including the wait for runners."
    else "unknown: the check ran in attempt \($checked), and this is attempt \($attempt)." end;
  "## Published", "", "Authentication: `\($with)`", "",
  "| Image | Tags | Platforms | Total size | Public | Build and push | Index and verification |",
  "| --- | --- | --- | ---: | --- | --- | ---: |",
  (.[] | "| `\(.image)` | \(.tags | join(", ")) | \(.platforms | join(", ")) | \(.bytes | megabytes)"
    + " | \(.isPublic | public) | \(.builds | map("\(.platform): \(.seconds | duration)") | join(", "))"
    + " | \(.seconds | duration) |"),
  "", "Total time: \(total)",
  (.[] | "\(.image):\(.tags[0])@\(.digest)" as $pinned | "", "### \(.image)", "",
    "```sh", "docker pull \($pinned)", "```", "",
    "```yaml", "image: \($pinned)", "```")
' <<<"$results" >>"$GITHUB_STEP_SUMMARY"

set_output digests "$(jq --compact-output 'map({key: .image, value: .digest}) | from_entries' <<<"$results")"

echo "Authentication: $WITH"
echo 'Registry login: ok'
echo 'Push permission: ok'
jq --raw-output '(.[] | "Image: \(.image): \(.tags | join(", ")) (\(.platforms | join(", ")))"),
  (.[] | "Push verified: \(.image)@\(.digest)"),
  "All done: \(length) \(if length == 1 then "image" else "images" end) published"' <<<"$results"
