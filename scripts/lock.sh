#!/bin/sh
# Resolves both lock files anew, for every system and every Python from 3.11 on, with the packages' hashes.
# The files name no package index; the one your pip and uv are set up for is asked.
set -eu
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet uv
compile() {
    "$tools/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml "$@"
}
compile --extra build --output-file requirements.lock
compile --extra build --extra dev --output-file requirements-dev.lock
