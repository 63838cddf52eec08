#!/usr/bin/env bash
# Makes a virtual environment in the named folder, with the newest Python that the lock files cover.
set -euo pipefail
folder=$1

is_good() {
  command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

newest() {
  local name
  for name in python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
    if is_good "$name"; then
      echo "$name"
      return
    fi
  done
}

install_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  echo "Installing $* by apt-get." >&2
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

python=$(newest)
if [ -z "$python" ]; then
  echo "Truceline needs Python 3.11 or newer, and no such python3 is on the path. Install one and run again." >&2
  exit 1
fi

make_venv() {
  rm -rf "$folder"
  "$python" -m venv "$folder" >/dev/null 2>&1
}

# Debian ships Python without the part that makes environments; the package python3-venv brings it.
if ! make_venv && ! { install_debian python3-venv && python=$(newest) && make_venv; }; then
  rm -rf "$folder"
  echo "$python cannot make a virtual environment in $folder. On Debian and Ubuntu, install python3-venv:" >&2
  echo "    sudo apt-get install python3-venv" >&2
  exit 1
fi
