: "${STACK:?}" "${FOLDER:?}" "${SECRETS?}" "${GITHUB_REPOSITORY:?}" "${GITHUB_SERVER_URL:?}"

# Ends the step where one of the secrets that the settings name is not there, when all are told. A
# blank one would be taken for a value: an empty passphrase for a wrong one.
need_secrets() {
  local name from=actions who=''
  if [[ ${GITHUB_ACTOR-} == 'dependabot[bot]' ]]; then
    from=dependabot
    who=" A run that Dependabot starts is given Dependabot's secrets alone."
  fi
  for name in $SECRETS; do
    if [[ -z $(trimmed "${!name-}") ]]; then
      problem "The secret $name is not there" "The stack's workflow is told to run with it.$who" \
        "gh secret set $name --app $from --repo $GITHUB_REPOSITORY"$'\n'"$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/settings/secrets/$from"
    fi
  done
  end_if_problems
}

# run_pulumi FILE ARGUMENTS: sets code, and writes what Pulumi says into the log and, without the
# secrets, into FILE. Where somebody else is at the stack it waits, for half an hour at most.
run_pulumi() {
  local try
  for ((try = 1; try <= 60; try++)); do
    run_once "$@"
    if ((code == 0)) || ! grep --quiet --extended-regexp \
      'the stack is currently locked by|Another update is currently in progress' "$1"; then
      return
    fi
    echo 'Another update of the stack is under way: this one waits for it'
    if ((try < 60)); then sleep 30; fi
  done
}

# The runner takes no command from what Pulumi says.
run_once() {
  local file=$1 mark
  shift
  mark=$(head -c 32 /dev/urandom | sha256sum | head -c 64)
  echo "::stop-commands::$mark"
  code=0
  (cd "$FOLDER" && pulumi "$@" --stack "$STACK" --non-interactive --color never) 2>&1 |
    tee "$file.whole" || code=${PIPESTATUS[0]}
  # A line that was not ended would take the next one in.
  printf '\n::%s::\n' "$mark"
  without_secrets <"$file.whole" >"$file"
  rm "$file.whole"
}

# The runner hides secrets in the log alone, and not in what is handed on. Each line of one is hidden
# too, as the runner does, but for those that stand anywhere.
without_secrets() {
  jq --raw-input --slurp --join-output '
    ([$ENV.SECRETS | split(" ")[] | $ENV[.] // "" | ., (split("\n")[] | select(length > 7))]
      | map(select(. != "")) | sort_by(-length)) as $secrets
    | reduce $secrets[] as $secret (.; split($secret) | join("***"))
  '
}
