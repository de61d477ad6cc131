shopt -s extglob
export LC_ALL=C
# The values of the placeholders. A version is one of https://semver.org, with the v of git's tags.
declare -A values=([commit]=${GITHUB_SHA:0:7} ["$GITHUB_REF_TYPE"]=$GITHUB_REF_NAME)
number='(0|[1-9][0-9]*)' word='(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)' suffix=''
if [[ $GITHUB_REF_TYPE == branch ]]; then
  values[branch]=${GITHUB_REF_NAME//+([^A-Za-z0-9._-])/-}
elif [[ $GITHUB_REF_NAME =~ ^v?($number\.$number\.$number(-$word(\.$word)*)?)$ ]]; then
  values+=([version]=${BASH_REMATCH[1]} [major]=${BASH_REMATCH[2]} [minor]=${BASH_REMATCH[3]})
  values[patch]=${BASH_REMATCH[4]} suffix=${BASH_REMATCH[5]}
fi

tags=,
while read -r image rule stable; do
  # A pre-release does not move a tag that users of stable versions follow.
  if [[ -n $suffix && $stable == stable ]]; then continue; fi
  tag=$rule
  for name in "${!values[@]}"; do tag=${tag//"{{$name}}"/"${values[$name]}"}; done
  tag=${tag##+([.-])}
  if [[ $tag == *'{{'* && ($GITHUB_REF_TYPE == branch || $rule == *'{{branch}}'*) ]]; then
    echo "::notice::$image: the tag '$rule' is skipped for the $GITHUB_REF_TYPE $GITHUB_REF_NAME"
  elif [[ $tag == *'{{'* ]]; then
    error "$image: the tag '$rule' requires a semantic version such as v1.2.3, not '$GITHUB_REF_NAME'"
  elif [[ ! $tag =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]]; then
    error "$image: '$rule' gives '$tag': use up to 128 letters, digits, '.', '_' and '-'"
  elif [[ $tags != *",$image:$tag,"* ]]; then
    tags+=$image:$tag,
  fi
done <<<"$RULES"
for image in $IMAGES; do
  [[ $tags == *",$image:"* ]] || error "$image: no tag is left; add 'latest' or '{{commit}}' to its tags"
done
tags=${tags#,} tags=${tags%,}
echo "Tags: ${tags//,/, }"
echo "tags=$tags" >>"$GITHUB_OUTPUT"
exit "$failed"
