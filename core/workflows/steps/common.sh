set -euo pipefail
export LC_ALL=C
umask 077

problems=0

escape_data() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

# annotate error|warning|notice NAME CAUSE [FIX]
annotate() {
  local title text=$3${4:+$'\n'Fix: $4}
  title=$(escape_data "$2")
  title=${title//:/%3A}
  printf '::%s title=%s::%s\n' "$1" "${title//,/%2C}" "$(escape_data "$text")"
}

report_problem() {
  problems=$((problems + 1))
  annotate error "$@"
}

# Fails the step after all problems are reported.
exit_if_problems() {
  if ((problems > 0)); then exit 1; fi
}

# latest_results FOLDER FIELD: the JSON results of jobs as a list. A run keeps the artifacts of all
# its attempts, so only the last attempt counts among results with the same FIELD.
latest_results() {
  find "$1" -type f -name '*.json' -exec cat {} + |
    jq --slurp --compact-output --arg field "$2" 'group_by(.[$field]) | map(max_by(.attempt))'
}

set_output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}
