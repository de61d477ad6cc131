names=${TAGS//"$IMAGE:"/} pinned=${TAGS%%,*}@$DIGEST
cat >>"$GITHUB_STEP_SUMMARY" <<END
### $IMAGE

| Tags | Platforms | Size | Public | Authentication |
| --- | --- | --- | --- | --- |
| $names | $PLATFORMS | $((bytes / 1000000)) MB | $public | $WITH |

- \`docker pull $pinned\`
- \`image: $pinned\`
END
echo "Push verified: $IMAGE@$DIGEST, tags $names, platforms $PLATFORMS"
