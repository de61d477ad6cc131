set -euo pipefail
export LC_ALL=C
umask 077

problems=0

escaped() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

# annotate error|warning|notice NAME CAUSE [FIX]
annotate() {
  local title text=$3${4:+$'\n'Fix: $4}
  title=$(escaped "$2")
  title=${title//:/%3A}
  printf '::%s title=%s::%s\n' "$1" "${title//,/%2C}" "$(escaped "$text")"
}

problem() {
  problems=$((problems + 1))
  annotate error "$@"
}

# Ends the step where there was a problem, when all of them are told.
end_if_problems() {
  if ((problems > 0)); then exit 1; fi
}

# newest FOLDER FIELD: what jobs left there as JSON, and of those with the same FIELD the one of the
# last attempt: a run keeps what each of its attempts handed on.
newest() {
  find "$1" -type f -name '*.json' -exec cat {} + |
    jq --slurp --compact-output --arg field "$2" 'group_by(.[$field]) | map(max_by(.attempt))'
}

give() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}
