source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

: "${RESULTS:?}" "${WITH:?}"
results=$(find "$RESULTS" -type f -name '*.json' -exec cat {} + | jq --slurp 'sort_by(.image)')
if [[ $results == '[]' ]]; then
  problem 'Nothing was published' 'No job left a result.' 'run all jobs again'
  exit 1
fi

jq --raw-output --arg with "$WITH" '
  def megabytes: "\(. / 100000 | round / 10) MB";
  def public: if . == null then "cannot tell" elif . then "yes" else "no" end;
  "## Published", "", "Authentication: `\($with)`", "",
  "| Image | Tags | Platforms | Size of all | Public | Seconds |",
  "| --- | --- | --- | ---: | --- | ---: |",
  (.[] | "| `\(.image)` | \(.tags | join(", ")) | \(.platforms | join(", ")) | \(.bytes | megabytes)"
    + " | \(.isPublic | public) | \(.seconds) |"),
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
