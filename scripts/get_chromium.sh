#!/usr/bin/env bash
# Sees to it that there is a Chromium for the browser tests, where that can be done without asking.
# Where it cannot, those tests skip and say why; so this never fails.
set -euo pipefail

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests."
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null; then
    exit 0
  fi
fi
echo "No Chromium here: the browser tests are skipped. On Debian, install the package chromium." >&2
