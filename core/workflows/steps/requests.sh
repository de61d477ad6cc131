# Required variables.
: "${REGISTRY:?}" "${OWNER:?}" "${SECRET_NAME:?}" "${AUTHENTICATION:?}" "${GITHUB_REPOSITORY:?}"

owner=${OWNER,,}
case $REGISTRY in
  localhost | localhost:* | 127.*) origin=http://$REGISTRY ;;
  *) origin=https://$REGISTRY ;;
esac

# Sets token, the name of its secret in with, and username. A blank secret counts as missing. Runs
# from forks have no secrets.
choose_token() {
  with=GITHUB_TOKEN
  token=$(trim_text "${WORKFLOW_TOKEN-}")
  username=${GITHUB_ACTOR:-$owner}
  local secret
  secret=$(trim_text "${TOKEN-}")
  if [[ $AUTHENTICATION != workflow-token && -n $secret ]]; then
    with=$SECRET_NAME
    token=$secret
  fi
  local secrets="https://github.com/$GITHUB_REPOSITORY/settings/secrets/actions"
  local fix="copy the token again, without anything around it: $secrets" issue=''
  case $token in
    '') issue='is empty' fix="set the secret: $secrets" ;;
    [\"\'\`]* | *[\"\'\`]) issue='has quotes around it' fix="remove the quotes: $secrets" ;;
    *[[:space:]]*) issue='has a blank or a newline inside' ;;
    *[!\!-~]*) issue='has a character that no token has' ;;
  esac
  if [[ -n $issue ]]; then
    report_problem "$with $issue" 'GitHub and ghcr.io reject such a token without a reason.' "$fix"
    exit 1
  fi
  echo "::add-mask::$token"
}

# list_tags NAME: prints the tags of an image, one per line. Reads the tags of all images as JSON.
list_tags() {
  jq --raw-output --arg name "$1" '.[$name][]?'
}

# log_in SCOPE [anonymous]: sets bearer to a token of the registry, or to nothing if it grants none.
log_in() {
  local credentials='' scope=${1:+"&scope=$1"}
  if [[ ${2-} != anonymous ]]; then credentials="user = $(quote_value "$username:$token")"; fi
  request "$credentials" GET "$origin/token?service=$REGISTRY$scope"
  bearer=''
  if [[ $status == 200 ]]; then
    bearer=$(jq -r '.token // .access_token // ""' "$response/body" 2>/dev/null) || bearer=''
  fi
  if [[ ! $bearer =~ ^[!-~]+$ ]]; then bearer=''; fi
  if [[ -n $bearer ]]; then echo "::add-mask::$bearer"; fi
}
