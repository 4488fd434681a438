#!/usr/bin/env bash
# Makes .venv from requirements.lock, with the system libraries that Qt needs. Run by make; safe to repeat.
#   installers/setup.sh            what tests, lint and the command line need
#   installers/setup.sh --screen   and what a real window needs
# Exit codes: 0 ready; 3 something is missing that only the person can bring (one sentence says what).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly venv=.venv
readonly offscreen_packages=(libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0
    fontconfig-config fonts-dejavu-core)
readonly offscreen_libraries=(libGL.so.1 libEGL.so.1 libglib-2.0.so.0 libfontconfig.so.1 libdbus-1.so.3
    libxkbcommon.so.0)
readonly screen_packages=(libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0)
readonly screen_libraries=(libxkbcommon-x11.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1
    libxcb-shape.so.0)

say() { printf 'LabCal set-up: %s\n' "$*" >&2; }
give_up() { say "$*"; exit 3; }

# Prints the first Python that is new enough and can make virtual environments.
find_python() {
    local candidate found_new=
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        found_new=yes
        "$candidate" -c 'import ensurepip, venv' 2>/dev/null || continue
        printf '%s\n' "$candidate"
        return
    done
    if [[ -n $found_new ]]; then
        give_up "Python has no venv module; on Debian or Ubuntu run: sudo apt-get install -y python3-venv"
    fi
    give_up "Python 3.11 or newer is needed; on Debian 12, Ubuntu 24.04 or newer run:" \
        "sudo apt-get install -y python3 python3-venv"
}

# Prints those of the shared libraries that the machine cannot load.
missing_libraries() {
    "$1" - "${@:2}" <<'PYTHON'
import ctypes
import sys

for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
PYTHON
}

# Installs Debian packages as root, by sudo without a password, or says the line to type.
install_packages() {
    local as_root=() line="sudo apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null ||
        give_up "Qt needs these libraries from your system's packages: ${missing//$'\n'/ }"
    if [[ $(id -u) -ne 0 ]]; then
        sudo -n true 2>/dev/null || give_up "Qt needs system libraries; please run: $line"
        as_root=(sudo -n)
    fi
    say "installing the system libraries that Qt needs: $*"
    export DEBIAN_FRONTEND=noninteractive
    { ${as_root[@]+"${as_root[@]}"} apt-get update -qq && ${as_root[@]+"${as_root[@]}"} env \
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2; } ||
        give_up "apt-get could not install what Qt needs; please run: sudo apt-get update && $line"
}

# need_libraries PYTHON "libraries" "packages": loads each library, installs the packages if one is missing.
need_libraries() {
    local missing
    [[ $(uname -s) == Linux ]] || return 0
    # shellcheck disable=SC2086  # lists of plain names
    missing=$(missing_libraries "$1" $2)
    if [[ -n $missing ]]; then
        # shellcheck disable=SC2086
        install_packages $3
    fi
}

digest() {
    "$1" -c 'import hashlib, pathlib, sys
print(hashlib.sha256(b"".join(pathlib.Path(n).read_bytes() for n in sys.argv[1:])).hexdigest())' "${@:2}"
}

# Makes the environment anew when it is missing, broken, or was made in another folder.
make_environment() {
    if [[ $(cat "$venv/.place" 2>/dev/null) == "$PWD" ]] && "$venv/bin/python" -c 'import pip' 2>/dev/null; then
        return
    fi
    say "making $venv with $("$1" --version)"
    rm -rf "$venv"
    "$1" -m venv "$venv" || give_up "$1 cannot make $venv; on Debian or Ubuntu run: sudo apt-get install -y python3-venv"
    printf '%s\n' "$PWD" >"$venv/.place"
}

install_locked() {
    local now pip=("$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --no-compile)
    now=$(digest "$venv/bin/python" requirements.lock)
    if [[ $(cat "$venv/.lock" 2>/dev/null) != "$now" ]]; then
        say "installing the packages of requirements.lock"
        # The lock is complete, so nothing is left to resolve (--no-deps saves a quarter of the time).
        { "${pip[@]}" --no-deps --require-hashes -r requirements.lock && "$venv/bin/python" -m pip check --quiet; } ||
            give_up "the packages of requirements.lock could not be installed: see pip's words above."
        printf '%s\n' "$now" >"$venv/.lock"
    fi
    now=$(digest "$venv/bin/python" pyproject.toml)
    if [[ $(cat "$venv/.project" 2>/dev/null) != "$now" ]]; then
        "${pip[@]}" --no-deps --no-build-isolation -e . || give_up "LabCal itself could not be installed."
        printf '%s\n' "$now" >"$venv/.project"
    fi
}

main() {
    local python
    python=$(find_python)
    need_libraries "$python" "${offscreen_libraries[*]}" "${offscreen_packages[*]}"
    if [[ ${1:-} == --screen ]]; then
        need_libraries "$python" "${screen_libraries[*]}" "${screen_packages[*]}"
        return
    fi
    make_environment "$python"
    install_locked
    touch "$venv/.ready"
}

main "$@"
