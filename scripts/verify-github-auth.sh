#!/bin/sh
# Checks whether a token can publish a repository's images: the doctor, kept for users of this name.
# scripts/verify-github-auth.sh --repository OWNER/NAME [--image NAME] [--json]
exec node "$(dirname -- "$0")/../cli/bin.mjs" doctor "$@"
