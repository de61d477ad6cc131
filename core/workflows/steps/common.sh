export LC_ALL=C
umask 077

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
