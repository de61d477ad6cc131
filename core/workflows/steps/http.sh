# Of the last request: its status, and here its body and its headers.
answer=$(mktemp -d)
trap 'rm -rf "$answer"' EXIT

trimmed() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

quoted() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# request CREDENTIALS METHOD ADDRESS [curl's options]. What holds a token comes to curl by its
# standard input: any process of the machine may read a list of arguments. `tries=1 request` is not
# sent again: what makes something new would make it twice.
request() {
  local credentials=$1 method=$2 address=$3 most=${tries:-5} try wait
  shift 3
  for ((try = 1; try <= most; try++)); do
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
    if ((try < most)); then
      wait=$(header retry-after)
      [[ $wait =~ ^[0-9]{1,5}$ ]] || wait=$((2 ** try))
      sleep "$((wait > 60 ? 60 : wait))"
    fi
  done
}

header() {
  sed -n "s/^$1: *//Ip" "$answer/headers" | tr -d '\r' | tail -n 1
}

with_bearer() {
  if [[ -n $bearer ]]; then printf 'header = %s' "$(quoted "Authorization: Bearer $bearer")"; fi
}

# Takes what another program than curl left as its failure for the last answer.
no_answer() {
  status=000
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
