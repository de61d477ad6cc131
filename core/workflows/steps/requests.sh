# What the workflow has to give; without one of these nothing begins.
: "${REGISTRY:?}" "${OWNER:?}" "${SECRET_NAME:?}" "${AUTHENTICATION:?}" "${GITHUB_REPOSITORY:?}"

owner=${OWNER,,}
case $REGISTRY in
  localhost | localhost:* | 127.*) origin=http://$REGISTRY ;;
  *) origin=https://$REGISTRY ;;
esac

# Sets with, token and username. A secret that is blank is none; a run from a fork gets none.
choose_token() {
  with=GITHUB_TOKEN
  token=$(trimmed "${WORKFLOW_TOKEN-}")
  username=${GITHUB_ACTOR:-$owner}
  local secret
  secret=$(trimmed "${TOKEN-}")
  if [[ $AUTHENTICATION != workflow-token && -n $secret ]]; then
    with=$SECRET_NAME
    token=$secret
  fi
  local secrets="https://github.com/$GITHUB_REPOSITORY/settings/secrets/actions"
  local again="copy the token once more, and nothing around it: $secrets" slip=''
  case $token in
    '') slip='is empty' again="the secrets of the repository: $secrets" ;;
    [\"\'\`]* | *[\"\'\`]) slip='has quotes around it' again="take the quotes off: $secrets" ;;
    *[[:space:]]*) slip='has a blank or a newline inside' ;;
    *[!\!-~]*) slip='has a character that no token has' ;;
  esac
  if [[ -n $slip ]]; then
    problem "$with $slip" 'GitHub and ghcr.io refuse such a token, and neither says why.' "$again"
    exit 1
  fi
  echo "::add-mask::$token"
}

# tags_of NAME: an image's tags, a line each, out of those of all images.
tags_of() {
  jq --raw-output --arg name "$1" '.[$name][]?'
}

# log_in SCOPE [anonymous]: sets bearer, and leaves it empty where the registry gives none.
log_in() {
  local credentials='' scope=${1:+"&scope=$1"}
  if [[ ${2-} != anonymous ]]; then credentials="user = $(quoted "$username:$token")"; fi
  request "$credentials" GET "$origin/token?service=$REGISTRY$scope"
  bearer=''
  if [[ $status == 200 ]]; then
    bearer=$(jq -r '.token // .access_token // ""' "$answer/body" 2>/dev/null) || bearer=''
  fi
  if [[ ! $bearer =~ ^[!-~]+$ ]]; then bearer=''; fi
  if [[ -n $bearer ]]; then echo "::add-mask::$bearer"; fi
}
