#!/bin/sh
# Makes or refreshes .venv from a lock file: sh scripts/setup.sh requirements.lock
# Every package is a ready-made wheel whose hash the lock knows; nothing is compiled.
set -eu
lock=$1
venv=.venv
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONUTF8=1

fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# The versions with a wheel of everything come first.
find_python() {
    for name in python3.12 python3.11 python3.13 python3.14 python3; do
        if fits "$name"; then
            echo "$name"
            return
        fi
    done
    echo "sora-bot needs Python 3.11 or newer with venv, and none is here; on Debian: apt-get install python3 python3-venv" >&2
    exit 1
}

# One dot for each package; the whole story is in the log.
install() {
    {
        "$venv/bin/python" -m pip install --only-binary :all: "$@" 2>&1 || echo "pip failed"
    } | tee "$venv/setup.log" | awk '/^ *Collecting /{printf "."; fflush()}'
    if tail -n 1 "$venv/setup.log" | grep -q '^pip failed$'; then
        explain >&2
        exit 1
    fi
}

explain() {
    echo
    grep '^ERROR' "$venv/setup.log" || tail -n 5 "$venv/setup.log"
    missing=$(sed -n 's/.*No matching distribution found for \([^ ]*\).*/\1/p' "$venv/setup.log" | head -n 1)
    if [ -n "$missing" ]; then
        echo "There is no ready-made $missing for $("$venv/bin/python" --version) on $(uname -sm); try another Python from 3.11 on."
    else
        echo "pip could not install $lock; $venv/setup.log has the whole story."
    fi
}

if [ -d "$venv" ] && ! fits "$venv/bin/python"; then
    rm -rf "$venv" # its Python is gone, or too old
fi
if [ ! -d "$venv" ]; then
    python=$(find_python)
    "$python" -m venv "$venv"
fi
printf 'Setting up from %s: once, about a minute ' "$lock"
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation --editable .
echo ' done'
