#!/bin/bash
# The tests in a browser: installs what test/e2e/package-lock.json names when it changed, and runs `npm test` there.
set -eu
cd "$(dirname "$0")/e2e"
export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
export LC_ALL=C.UTF-8 # or Chromium saves no file with a Chinese name
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed
fi
exec npm test --silent
