source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Gives the digest that the last of the image's RESULTS tells of.
digest=$(newest "${RESULTS:?}" image | jq --raw-output '.[0].digest')
if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
  problem 'No digest' 'The result of the publishing names no digest.' 'run all jobs again'
  exit 1
fi
give digest "$digest"
