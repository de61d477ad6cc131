source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

annotate notice 'No preview for forks' \
  'A pull request from a fork gets no secrets, so its program is not run.' \
  'to preview it, push its commits to a branch of this repository'
