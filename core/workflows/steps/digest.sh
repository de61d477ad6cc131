digest=$(jq --raw-output --arg image "$IMAGE" '.[$image]' <<<"$DIGESTS")
echo "digest=$digest" >>"$GITHUB_OUTPUT"
