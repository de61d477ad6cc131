source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

annotate notice 'No preview of a fork' \
  'A pull request from a fork is given no secrets, so that nothing of it runs here.' \
  'to see what it comes to, push its commits to a branch of this repository'
