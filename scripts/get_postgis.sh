#!/usr/bin/env bash
# Sees to it that there is a PostGIS for the benchmarks, where that can be done without asking.
# Where it cannot, they leave that peer out and say why; so this never fails.
set -euo pipefail

if compgen -G "/usr/share/postgresql/*/extension/postgis.control" >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing PostGIS for the benchmarks."
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq >/dev/null; then
    name=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | sort -V | tail -n 1 | cut -d ' ' -f 1)
    if [ -n "$name" ] && apt-get install -y -qq --no-install-recommends "$name" >/dev/null; then
      exit 0
    fi
  fi
fi
echo "No PostGIS here: the benchmarks leave it out. On Debian 12, install the package postgresql-15-postgis-3." >&2
