source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/refusals.sh"

choose_token
if [[ $with == "$SECRET_NAME" ]]; then
  echo "Authentication: $with"
  if [[ $TOKEN != "$token" ]]; then
    annotate notice "$with has a blank or a newline around it" 'It is used without.'
  fi
elif [[ $AUTHENTICATION == workflow-token ]]; then
  echo "Authentication: $with, as the settings say"
else
  echo "Authentication: $with, because the secret $SECRET_NAME is not there or blank"
fi

log_in ''
if [[ -n $bearer ]]; then request "$(with_bearer)" GET "$origin/v2/"; fi
if [[ -n $bearer && $status == 200 ]]; then
  echo "Registry login: ok: $REGISTRY"
else
  refused "The login to $REGISTRY with $with"
fi
end_if_problems

# A later login to another registry is kept, as docker itself keeps it.
folder=${DOCKER_CONFIG:-$HOME/.docker}
mkdir -p "$folder"
if [[ ! -s $folder/config.json ]]; then echo '{}' >"$folder/config.json"; fi
login=$(printf '%s' "$username:$token" | base64 | tr -d '\n')
echo "::add-mask::$login"
printf '%s' "$login" |
  jq --raw-input --arg registry "$REGISTRY" --slurpfile known "$folder/config.json" \
    '$known[0] * {auths: {($registry): {auth: .}}}' >"$folder/config.json.new"
mv "$folder/config.json.new" "$folder/config.json"

give with "$with"
give username "$username"
