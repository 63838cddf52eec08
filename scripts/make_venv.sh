#!/usr/bin/env bash
# Makes a virtual environment with the newest Python from 3.11 that is there.
set -euo pipefail
folder=$1

newest() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

python=$(newest)
if [ -z "$python" ]; then
  echo "Python 3.11 or newer is needed and none was found." >&2
  exit 1
fi
rm -rf "$folder"
if ! "$python" -m venv "$folder" >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    rm -rf "$folder"
    "$python" -m venv "$folder"
  else
    echo "$python cannot make a virtual environment; on Debian, install the package python3-venv." >&2
    exit 1
  fi
fi
