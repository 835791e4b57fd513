#!/usr/bin/env bash
# Makes a fresh Debian/Ubuntu clone ready: system packages, .venv, pinned requirements.
# It leaves building and running to the Makefile. Usage: scripts/setup.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:?usage: scripts/setup.sh run|dev}

# Each word is a Debian package; "a|b" means either name will do (Ubuntu 24.04 renamed some for 64-bit time).
run_packages="libzbar0|libzbar0t64 libglib2.0-0|libglib2.0-0t64 libgl1 libegl1 libdbus-1-3 libfontconfig1
 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libpulse0 libbrotli1 libxrandr2"
dev_packages="xvfb xauth fonts-noto-cjk postgresql"

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

python=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
  if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done

missing=()
if have dpkg-query; then
  installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
  packages=$run_packages
  [ "$want" = dev ] && packages="$packages $dev_packages"
  for names in $packages; do
    found=""
    for name in ${names//|/ }; do installed "$name" && found=yes; done
    [ -n "$found" ] || missing+=("${names%%|*}")
  done
  [ -n "$python" ] || missing+=(python3)
  if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then missing+=(python3-venv); fi
elif [ -z "$python" ]; then
  say "Python 3.11 or newer is needed and was not found."
  exit 1
fi

if [ ${#missing[@]} -gt 0 ]; then
  as_root=""
  if [ "$(id -u)" -ne 0 ]; then
    if have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root="sudo"; else as_root="none"; fi
  fi
  if [ "$as_root" = none ]; then
    say "These system packages are missing; please type: sudo apt-get install -y ${missing[*]}"
  else
    say "Installing system packages: ${missing[*]}"
    if ! { $as_root apt-get update -q && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -yq \
           --no-install-recommends "${missing[@]}"; } >&2; then
      say "They could not be installed; please type: sudo apt-get install -y ${missing[*]}"
    fi
  fi
  if [ -z "$python" ]; then
    have python3 && python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' && python=python3
    [ -n "$python" ] || { say "Python 3.11 or newer is needed and was not found."; exit 1; }
  fi
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
lock=requirements/$want.txt
stamp=.venv/.$want-installed
# A developer's set holds the runner's too, so either stamp will do for `run`.
if ! cmp -s "$lock" "$stamp" && ! { [ "$want" = run ] && cmp -s requirements/dev.txt .venv/.dev-installed; }; then
  say "Installing the pinned requirements into .venv (once; about a minute)"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >&2
  cp "$lock" "$stamp"
fi

# `station` and `central` as commands of the .venv, wherever they are called from; `python -m` does the same.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd > "$site/station-clone.pth"
for name in station central; do
  printf '#!%s\nimport sys\nfrom %s.__main__ import main\nsys.exit(main())\n' "$PWD/.venv/bin/python" "$name" > ".venv/bin/$name"
  chmod +x ".venv/bin/$name"
done
