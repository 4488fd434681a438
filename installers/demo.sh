#!/usr/bin/env bash
# Makes the demonstration laboratory in demo/ anew, then opens it where there is a screen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [[ -d demo && -n $(ls -A demo) && ! -f demo/demo.labcal ]]; then
    echo "demo/ holds files that this command did not make: move them away, then run make demo again." >&2
    exit 3
fi
rm -rf demo
.venv/bin/labcal demo demo/
exec installers/screen.sh demo/demo.labcal
