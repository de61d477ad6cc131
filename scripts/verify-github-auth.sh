#!/bin/sh
# Six checks of whether a token can publish a repository's images: the doctor under the name that
# its users know. scripts/verify-github-auth.sh --repository OWNER/NAME [--image NAME] [--json]
exec node "$(dirname -- "$0")/../cli/bin.mjs" doctor "$@"
