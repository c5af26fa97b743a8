#!/bin/sh
# Pins every package, with hashes and for every supported system, and without the address of any package index.
# Usage: sh requirements/lock.sh [path of uv]
set -eu
cd "$(dirname "$0")/.."
uv=${1:-uv}
compile() {
	"$uv" pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
		--no-emit-find-links "$@" pyproject.toml
}
compile --extra dev --output-file requirements/dev.txt
compile --extra build --extra sheets --constraint requirements/dev.txt --output-file requirements/app.txt
