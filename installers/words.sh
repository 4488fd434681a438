#!/usr/bin/env bash
# Brings the catalogues up to date with the words marked in src and app: installers/words.sh [LANGUAGE].
# With a LANGUAGE, such as "pt", a catalogue for it is begun first. What is still to be translated is counted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly template=build/labcal.pot locale=resources/locale
readonly places=(--domain=labcal --input-file="$template" --output-dir="$locale")
mkdir -p build

.venv/bin/pybabel -q extract --keywords=mark --no-default-keywords --no-location --sort-output --no-wrap \
    --project=LabCal --version= --output-file="$template" src app
if [[ $# -gt 0 && ! -e $locale/$1 ]]; then
    .venv/bin/pybabel -q init "${places[@]}" --locale="$1" --no-wrap
fi
.venv/bin/pybabel -q update "${places[@]}" --no-wrap --no-fuzzy-matching --ignore-obsolete \
    --ignore-pot-creation-date
for catalogue in "$locale"/*/LC_MESSAGES/labcal.po; do
    .venv/bin/python - "$catalogue" <<'COUNT'
import sys
from pathlib import Path

from babel.messages.pofile import read_po

with Path(sys.argv[1]).open("rb") as file:
    told = [message for message in read_po(file) if message.id]
missing = sum(not message.string for message in told)
print(f"{sys.argv[1]}: {len(told)} messages, {missing} to be translated")
COUNT
done
