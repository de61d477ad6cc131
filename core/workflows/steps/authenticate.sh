source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"
source "$(dirname "${BASH_SOURCE[0]}")/requests.sh"
source "$(dirname "${BASH_SOURCE[0]}")/denials.sh"

choose_token
if [[ $with == "$SECRET_NAME" ]]; then
  echo "Authentication: $with"
  if [[ $TOKEN != "$token" ]]; then
    annotate notice "$with has a blank or a newline around it" 'The token is used without it.'
  fi
elif [[ $AUTHENTICATION == workflow-token ]]; then
  echo "Authentication: $with, as configured in the settings"
else
  echo "Authentication: $with, because the secret $SECRET_NAME is missing or blank"
fi

log_in ''
if [[ -n $bearer ]]; then request "$(bearer_option)" GET "$origin/v2/"; fi
if [[ -n $bearer && $status == 200 ]]; then
  echo "Registry login: ok: $REGISTRY"
else
  report_denial "The login to $REGISTRY with $with"
fi
exit_if_problems

# Keep logins to other registries, as docker does.
folder=${DOCKER_CONFIG:-$HOME/.docker}
mkdir -p "$folder"
if [[ ! -s $folder/config.json ]]; then echo '{}' >"$folder/config.json"; fi
login=$(printf '%s' "$username:$token" | base64 | tr -d '\n')
echo "::add-mask::$login"
printf '%s' "$login" |
  jq --raw-input --arg registry "$REGISTRY" --slurpfile current "$folder/config.json" \
    '$current[0] * {auths: {($registry): {auth: .}}}' >"$folder/config.json.new"
mv "$folder/config.json.new" "$folder/config.json"

set_output with "$with"
set_output username "$username"
