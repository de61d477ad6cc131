#!/bin/sh
# The light form of verify-github-auth.sh: GitHub's API, the package scopes and the registry's
# login. scripts/test-ghcr-auth.sh --repository OWNER/NAME [--json]
exec node "$(dirname -- "$0")/../cli/bin.mjs" doctor --light "$@"
