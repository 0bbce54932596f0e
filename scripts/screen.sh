#!/usr/bin/env bash
# Runs a command on a screen of its own: Xvfb, a session bus, a window manager, and an empty home.
# usage: screen.sh COMMAND…
set -euo pipefail
XDG_RUNTIME_DIR=$(mktemp -d)
chmod 700 "$XDG_RUNTIME_DIR"
export XDG_RUNTIME_DIR NO_COLOR=1 GDK_BACKEND=x11
unset WAYLAND_DISPLAY
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
xvfb-run -a -s "-screen 0 1400x950x24 -nolisten tcp" dbus-run-session -- bash -c '
  openbox >/dev/null 2>&1 & wm=$!
  for i in $(seq 300); do wmctrl -m >/dev/null 2>&1 && break; sleep .1; done
  wmctrl -m >/dev/null 2>&1 || { echo "screen.sh: openbox, the window manager, did not come up" >&2; exit 1; }
  "$@"; rc=$?
  kill $wm; exit $rc' _ "$@"
