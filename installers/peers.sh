#!/usr/bin/env bash
# Installs the programs that LabCal is measured against in an environment of their own, build/peers.
# Nothing of LabCal ever imports them from there: benchmarks/peers.py runs them as another process.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly peers=build/peers packages=("GTC==1.5.1" "metrolopy==1.1.1")
[[ -x $peers/bin/python ]] || .venv/bin/python -m venv "$peers"
"$peers/bin/python" -m pip install -q --disable-pip-version-check "${packages[@]}"
