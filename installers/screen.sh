#!/usr/bin/env bash
# Opens the window when there is a screen: installers/screen.sh [BOOK]. Without a screen it says so and succeeds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

has_screen() {
    [[ -z ${CI:-} ]] || return 1
    [[ $(uname -s) == Darwin || -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]
}

if has_screen; then
    installers/setup.sh --screen
    exec .venv/bin/labcal-app "$@"
fi
if [[ $# -gt 0 ]]; then
    echo "There is no screen here, so the window stays closed. The book is $1; beside it:"
    find "$(dirname "$1")" -type f | LC_ALL=C sort
else
    echo "There is no screen here, so the window stays closed."
fi
