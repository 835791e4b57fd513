#!/usr/bin/env bash
# Runs a command with a screen: the real one, else Xvfb, else Qt's offscreen platform. Leaves the rest to the command.
set -u
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then exec "$@"; fi
if command -v xvfb-run >/dev/null 2>&1; then
  exec xvfb-run --auto-servernum --server-args="-screen 0 1920x1200x24" "$@"
fi
echo "No display and no Xvfb here: running offscreen." >&2
QT_QPA_PLATFORM=offscreen exec "$@"
