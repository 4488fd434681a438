#!/usr/bin/env bash
# Renews requirements.lock from pyproject.toml, for every platform, with the hash of every file.
# The machine's own pip and uv settings are kept out, so that no address of an index gets into the lock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly uv_version=0.13.9
readonly tool=build/lock
[[ -x $tool/bin/uv ]] || { .venv/bin/python -m venv "$tool" && "$tool/bin/python" -m pip install -q "uv==$uv_version"; }
{
    cat <<'HEADER'
# Every package that LabCal and its checks need, with the hash of each file, for Linux, Windows and macOS
# and for CPython 3.11 to 3.13. Made from pyproject.toml; renew it with:  make lock
HEADER
    env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS "$tool/bin/uv" pip compile \
        pyproject.toml --extra dev --universal --python-version 3.11 --fork-strategy fewest --upgrade \
        --generate-hashes --no-config --no-header --no-annotate --quiet
} >build/requirements.lock
mv build/requirements.lock requirements.lock
