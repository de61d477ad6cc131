set -euo pipefail

# What the lock has, and nothing newer.
cd "${FOLDER:?}"
npm ci --no-audit --no-fund
