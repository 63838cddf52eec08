#!/usr/bin/env bash
# Sees to it that there is a Java for the tests of Spark, where that can be done without asking.
# Where it cannot, those tests skip and say why; so this never fails.
set -euo pipefail

is_new_enough() {
  local version
  version=$(java -version 2>&1 | sed -nE 's/.* version "([0-9]+).*/\1/p' | head -n 1) || return 1
  [ "${version:-0}" -ge 17 ]
}

if command -v java >/dev/null 2>&1 && is_new_enough; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null || true
  for version in 17 21 25; do # Debian 12 has 17, Debian 13 has 21
    if apt-get install -y -qq --no-install-recommends "openjdk-$version-jre-headless" >/dev/null 2>&1; then
      echo "Installed Java $version for the tests of Spark."
      exit 0
    fi
  done
fi
echo "No Java 17 or newer here: the tests of Spark are skipped. On Debian, install openjdk-17-jre-headless." >&2
