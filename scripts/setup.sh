#!/usr/bin/env bash
# Installs what is missing to build Loquat (setup.sh build) or to build and test it (setup.sh test) on Debian 12 or
# later and Ubuntu 24.04 or later. Go and Node must be there; everything else comes from the system's packages and npm.
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages="gcc libc6-dev make pkg-config ca-certificates libgtk-3-dev libwebkit2gtk-4.1-dev xdg-utils"
# The window tests drive a real window with real native dialogs on a screen of their own; interop has environments of
# Python's own, and Spark needs Java.
test_packages="webkit2gtk-driver xvfb xauth openbox wmctrl xdotool imagemagick dbus dbus-daemon dbus-x11 at-spi2-core
  python3 python3-gi gir1.2-gtk-3.0 unzip fonts-noto-cjk python3-venv default-jre-headless"

fail() { printf '%s\n' "$*" >&2; exit 1; }

need_go() {
  command -v go >/dev/null || fail "Go is missing: install Go 1.21 or newer from https://go.dev/dl/ and run this again."
  local minor
  minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  [ "$minor" -ge 21 ] || fail "Go $(go env GOVERSION) is too old: Loquat needs 1.21 or newer, which fetches the rest itself."
}

need_node() {
  command -v node >/dev/null || fail "Node is missing: install Node 20.19 or newer from https://nodejs.org/ and run this again."
  node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a >= 23 ? 0 : 1)' ||
    fail "Node $(node --version) is too old: Loquat needs 20.19 or newer (or 22.12 or newer)."
}

install_packages() {
  command -v dpkg-query >/dev/null || {
    echo "This is neither Debian nor Ubuntu; please install the counterparts of:" $1 >&2
    return
  }
  local missing="" package
  for package in $1; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "These packages are missing; please have them installed and run this again: apt-get install$missing"
    sudo=sudo
  fi
  echo "Installing$missing"
  $sudo apt-get update -q
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends $missing
}

install_node_modules() {
  local stamp=frontend/node_modules/.package-lock.json
  [ -f "$stamp" ] && [ ! frontend/package-lock.json -nt "$stamp" ] || (cd frontend && npm ci --no-audit --no-fund)
}

case "${1:-build}" in
  build) packages=$build_packages ;;
  test) packages="$build_packages $test_packages" ;;
  *) fail "usage: setup.sh build|test" ;;
esac
need_go
need_node
install_packages "$packages"
install_node_modules
