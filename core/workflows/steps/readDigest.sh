source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Outputs the digest from the image's latest result in RESULTS.
digest=$(latest_results "${RESULTS:?}" image | jq --raw-output '.[0].digest')
if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
  report_problem 'No digest' 'The result of the publish job contains no digest.' 're-run all jobs'
  exit 1
fi
set_output digest "$digest"
