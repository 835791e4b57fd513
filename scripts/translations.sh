#!/usr/bin/env bash
# Brings the translations up to date with the sources and compiles them; translating new texts is left to people.
set -euo pipefail
cd "$(dirname "$0")/.."
# English is what the sources say; of it only texts with a number are kept, which has two forms there.
for language in zh_CN zh_TW en; do
  ts=resources/translations/station_$language.ts
  only=$([ $language = en ] && echo -pluralonly || true)
  .venv/bin/pyside6-lupdate $(find station/ui -name "*.py" | LC_ALL=C sort) -ts "$ts" -source-language en -target-language $language $only -no-obsolete -locations none
  .venv/bin/pyside6-lrelease "$ts" -qm "${ts%.ts}.qm"
done
