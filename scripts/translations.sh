#!/usr/bin/env bash
# Brings the translations up to date with the sources and compiles them; translating new texts is left to people.
set -euo pipefail
cd "$(dirname "$0")/.."
for language in zh_CN zh_TW; do
  ts=resources/translations/station_$language.ts
  .venv/bin/pyside6-lupdate $(find station/ui -name "*.py" | LC_ALL=C sort) -ts "$ts" -source-language en -target-language $language -no-obsolete -locations none
  .venv/bin/pyside6-lrelease "$ts" -qm "${ts%.ts}.qm"
done
