#!/bin/sh
# Make a virtual environment and install the studio with its development tools into it.
# Usage: CONSTRAINTS=FILE packaging/setup.sh FOLDER. PYTHON chooses the interpreter.
set -eu

folder=$1
cd "$(dirname "$0")/.."

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do
        if command -v "$name" >/dev/null && fits "$name"; then
            command -v "$name"
            return
        fi
    done
    echo "GLM Studio needs Python 3.11, 3.12 or 3.13, and none was found." >&2
    echo "Install one (for example: sudo apt-get install python3.11 python3.11-venv)," >&2
    echo "or name it: make setup PYTHON=/path/to/python3.12" >&2
    exit 1
}

if [ ! -x "$folder/bin/python" ] || ! fits "$folder/bin/python"; then
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$python has no venv module. Run: sudo apt-get install python3-venv" >&2
        exit 1
    fi
    echo "Making $folder with $("$python" --version) ..."
    rm -rf "$folder"
    "$python" -m venv "$folder"
fi

# Dependency groups need pip 25.1.
echo "Installing; the first time this takes a few minutes ..."
pip() { "$folder/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --upgrade 'pip>=25.1'
pip install --constraint "$CONSTRAINTS" --editable . --group dev
echo "Ready."
