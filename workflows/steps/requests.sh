# What the workflow has to give; without one of these nothing begins.
: "${REGISTRY:?}" "${OWNER:?}" "${SECRET_NAME:?}" "${AUTHENTICATION:?}" "${GITHUB_REPOSITORY:?}"

# Of the last request: its status, and here its body and its headers.
answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT
owner=${OWNER,,}
case $REGISTRY in
  localhost | localhost:* | 127.*) origin=http://$REGISTRY ;;
  *) origin=https://$REGISTRY ;;
esac

trimmed() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

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

quoted() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# request CREDENTIALS METHOD ADDRESS [curl's options]. What holds a token comes to curl by its
# standard input: any process of the machine may read a list of arguments.
request() {
  local credentials=$1 method=$2 address=$3 try wait
  shift 3
  for try in 1 2 3 4 5; do
    : >"$answer/body"
    : >"$answer/headers"
    status=$(printf '%s\n' "$credentials" |
      curl --disable --config - --silent --show-error --globoff --max-time 60 \
        --request "$method" --output "$answer/body" --dump-header "$answer/headers" \
        --write-out '%{http_code}' "$@" "$address" 2>"$answer/failure") || status=000
    case $status in
      000 | 429 | 502 | 503 | 504) ;;
      *) return ;;
    esac
    if ((try < 5)); then
      wait=$(header retry-after)
      [[ $wait =~ ^[0-9]{1,5}$ ]] || wait=$((2 ** try))
      sleep "$((wait > 60 ? 60 : wait))"
    fi
  done
}

header() {
  sed -n "s/^$1: *//Ip" "$answer/headers" | tr -d '\r' | tail -n 1
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

with_bearer() {
  if [[ -n $bearer ]]; then printf 'header = %s' "$(quoted "Authorization: Bearer $bearer")"; fi
}

# The other side's own words, as docker prints them: `denied: permission_denied: write_package`.
words() {
  local said
  said=$(jq -er 'if .errors then [.errors[] | "\(.code | ascii_downcase): \(.message)"] | join("; ")
    else .message end' "$answer/body" 2>/dev/null) || said=$(head -c 2000 "$answer/body")
  if [[ $status == 000 ]]; then said=$(cat "$answer/failure"); fi
  said=${said:-it answered $status and gave no reason}
  printf '%s' "${said//"$token"/…}"
}
