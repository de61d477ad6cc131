# Installs exactly what the lock file contains.
cd "${FOLDER:?}"
npm ci --no-audit --no-fund
