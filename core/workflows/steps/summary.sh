total=unknown # Because the check ran in another attempt.
if [[ ${STARTED% *} == "$GITHUB_RUN_ATTEMPT" ]]; then total="$(($(date +%s) - ${STARTED#* })) s"; fi
tags=${TAGS//"$IMAGE:"/} pinned=${TAGS%%,*}@$DIGEST
cat >>"$GITHUB_STEP_SUMMARY" <<END
### $IMAGE

| Tags | Platforms | Size | Public | Build and push | Verification | Total time | Authentication |
| --- | --- | --- | --- | --- | --- | --- | --- |
| $tags | $PLATFORMS | $((bytes / 1000000)) MB | $public | $BUILD_TIMES | $SECONDS s | $total | $WITH |

- \`docker pull $pinned\`
- \`image: $pinned\`
END
echo "Push verified: $IMAGE@$DIGEST, tags $tags, platforms $PLATFORMS"
