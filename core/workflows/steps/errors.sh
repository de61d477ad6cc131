set -euo pipefail
failed=0
error() { echo "::error::${1//$'\n'/%0A}" && failed=1; }
