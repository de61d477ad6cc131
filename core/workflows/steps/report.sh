# A run keeps the results of all its attempts; the last one of each image counts.
results=$(cat "$RUNNER_TEMP"/results/*.json | jq --slurp 'group_by(.image) | map(max_by(.attempt))')
jq --raw-output '.[] | "Push verified: \(.image)@\(.digest)"' <<<"$results"
jq --raw-output '"All done: \(length) images published"' <<<"$results"
digests=$(jq --compact-output 'map({key: .image, value: .digest}) | from_entries' <<<"$results")
echo "digests=$digests" >>"$GITHUB_OUTPUT"
