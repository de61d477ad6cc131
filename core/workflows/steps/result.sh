jq --null-input --arg image "$IMAGE" --arg digest "$DIGEST" --argjson attempt "$GITHUB_RUN_ATTEMPT" \
  '{image: $image, digest: $digest, attempt: $attempt}' >"$RESULT"
