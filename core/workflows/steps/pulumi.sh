: "${STACK:?}" "${FOLDER:?}" "${SECRETS?}" "${GITHUB_REPOSITORY:?}" "${GITHUB_SERVER_URL:?}"

# Fails the step if a secret from the settings is missing. A blank one counts as missing, because
# Pulumi would use it as a value and report a wrong passphrase.
require_secrets() {
  local name missing=0 secret_store=actions dependabot_note=''
  if [[ ${GITHUB_ACTOR-} == 'dependabot[bot]' ]]; then
    secret_store=dependabot
    dependabot_note=" A run that Dependabot starts only gets secrets of Dependabot."
  fi
  for name in $SECRETS; do
    if [[ ${!name-} != *[![:space:]]* ]]; then
      missing=1
      annotate error "The secret $name is missing" "The settings of the stack's workflow list it, but it is unset or blank.$dependabot_note" \
        "gh secret set $name --app $secret_store --repo $GITHUB_REPOSITORY"$'\n'"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings/secrets/$secret_store"
    fi
  done
  if ((missing)); then exit 1; fi
}

# run_pulumi FILE ARGUMENTS: sets code, and writes Pulumi's output to the log and, without secrets,
# to FILE. Waits up to half an hour if another update has locked the stack.
run_pulumi() {
  local try
  for ((try = 1; try <= 60; try++)); do
    run_pulumi_once "$@"
    if ((code == 0)) || ! grep --quiet --extended-regexp \
      'the stack is currently locked by|Another update is currently in progress' "$1"; then
      return
    fi
    echo 'Another update of the stack is in progress; waiting for it'
    if ((try < 60)); then sleep 30; fi
  done
}

# Prevents the runner from executing workflow commands in Pulumi's output.
run_pulumi_once() {
  local file=$1 stop_token
  shift
  stop_token=$(head -c 32 /dev/urandom | sha256sum | head -c 64)
  echo "::stop-commands::$stop_token"
  code=0
  (cd "$FOLDER" && pulumi "$@" --stack "$STACK" --non-interactive --color never) 2>&1 |
    tee "$file.unredacted" || code=${PIPESTATUS[0]}
  # Pulumi's last line may have no newline.
  printf '\n::%s::\n' "$stop_token"
  redact_secrets <"$file.unredacted" >"$file"
  rm "$file.unredacted"
}

# The runner masks secrets in the log, but not in artifacts. Like the runner, this also masks each
# line of a secret, except short lines, which other text may contain.
redact_secrets() {
  jq --raw-input --slurp --join-output '
    ([$ENV.SECRETS | split(" ")[] | $ENV[.] // "" | ., (split("\n")[] | select(length > 7))]
      | map(select(. != "")) | sort_by(-length)) as $secrets
    | reduce $secrets[] as $secret (.; split($secret) | join("***"))
  '
}
