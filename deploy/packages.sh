# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Sourced by deploy/run and tests/run: what Debian 12 has to have, and how to get it.

# Without the recommended packages gcc comes without the C library's headers.
# shellcheck disable=SC2034  # read by those that source this file
BUILD_PACKAGES=(gcc libc6-dev cmake ninja-build pkg-config libmicrohttpd-dev
  libxml2-dev libinih-dev libidn2-dev libjansson-dev libc-ares-dev libssl-dev
  libcurl4-openssl-dev curl ca-certificates)

# die SENTENCE
die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

# Prints those of the packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat '${db:Status-Status}\n' "$package" 2>/dev/null |
      grep -qx installed || printf '%s\n' "$package"
  done
}

# apt_get ARGUMENT...: as root, asking nothing, and saying nothing unless it fails.
apt_get() {
  local as_root=() log
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  log=$(mktemp)
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" \
    </dev/null >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "apt-get $1 failed"
  fi
  rm -f "$log"
}

# install_packages PACKAGE...: what is missing, and nothing when nothing is.
install_packages() {
  local missing=()
  command -v dpkg-query >/dev/null || die "this script knows Debian only; see docs/hacking.md"
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    die "these packages are missing, and installing them takes root: ${missing[*]}"
  fi
  printf 'Installing %s\n' "${missing[*]}"
  apt_get update
  apt_get install --yes --no-install-recommends "${missing[@]}"
}

# configure_and_build FOLDER TARGET CMAKE_OPTION...: says nothing unless it fails.
configure_and_build() {
  local folder=$1 target=$2 log
  shift 2
  mkdir -p "$folder"
  log=$folder/build.log
  {
    cmake -S . -B "$folder" -G Ninja "$@" && cmake --build "$folder" --target "$target"
  } >"$log" 2>&1 && return
  # All but the progress.
  grep -v '^\[' "$log" | tail -n 60 >&2
  die "$folder could not be built; all of it is in $log"
}
