# A folder with the body and headers of the last response. The variable status has its code.
response=$(mktemp -d)
trap 'rm -rf "$response"' EXIT

trim_text() {
  local text=${1#"${1%%[![:space:]]*}"}
  printf '%s' "${text%"${text##*[![:space:]]}"}"
}

quote_value() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# request CREDENTIALS METHOD ADDRESS [curl's options]. curl reads tokens from its standard input,
# because any process can read an argument list. `tries=1 request` does not retry, for requests that
# would create something twice.
request() {
  local credentials=$1 method=$2 address=$3 attempts=${tries:-5} attempt wait
  shift 3
  for ((attempt = 1; attempt <= attempts; attempt++)); do
    : >"$response/body"
    : >"$response/headers"
    status=$(printf '%s\n' "$credentials" |
      curl --disable --config - --silent --show-error --globoff --max-time 60 \
        --request "$method" --output "$response/body" --dump-header "$response/headers" \
        --write-out '%{http_code}' "$@" "$address" 2>"$response/failure") || status=000
    case $status in
      000 | 429 | 502 | 503 | 504) ;;
      *) return ;;
    esac
    if ((attempt < attempts)); then
      wait=$(response_header retry-after)
      [[ $wait =~ ^[0-9]{1,5}$ ]] || wait=$((2 ** attempt))
      sleep "$((wait > 60 ? 60 : wait))"
    fi
  done
}

response_header() {
  sed -n "s/^$1: *//Ip" "$response/headers" | tr -d '\r' | tail -n 1
}

bearer_option() {
  if [[ -n $bearer ]]; then printf 'header = %s' "$(quote_value "Authorization: Bearer $bearer")"; fi
}

# Treats what another program wrote to $response/failure as the last response.
set_request_failed() {
  status=000
}

# The server's error message as docker prints it: `denied: permission_denied: write_package`.
error_message() {
  local message
  message=$(jq -er 'if .errors then [.errors[] | "\(.code | ascii_downcase): \(.message)"] | join("; ")
    else .message end' "$response/body" 2>/dev/null) || message=$(head -c 2000 "$response/body")
  if [[ $status == 000 ]]; then message=$(cat "$response/failure"); fi
  message=${message:-it answered $status without a reason}
  printf '%s' "${message//"$token"/…}"
}
