#!/bin/sh
# Publishes a version; kept for users of this name: scripts/push-to-ghcr.sh v1.0.0 [--stack NAME]
case "${1:-}" in
  "" | -*) ;;
  *)
    tag=$1
    shift
    set -- --tag "$tag" "$@"
    ;;
esac
exec node "$(dirname -- "$0")/../cli/bin.mjs" push "$@"
