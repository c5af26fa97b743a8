# Two commands: `make app` opens the app, `make test` runs every test. Both set up what they need, once.

VENV := .venv
BIN := $(VENV)/bin
# TensorFlow has wheels for these; the newest that really starts wins (a version manager may offer names that do not).
PYTHONS := python3.13 python3.12 python3.11
PYTHON ?= $(shell for p in $(PYTHONS) python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1 \
	&& { echo $$p; break; }; done)
# Tests are spread over the cores, types and browser beside them (`tests/lanes.py`); WORKERS="-n 0" keeps them in one process.
WORKERS :=
PIP := $(BIN)/python -m pip --disable-pip-version-check

# A shell that forbids bytecode would make TensorFlow take 17 s to import instead of 5.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help app test quick lint types imports soak docs pictures lock clean

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

app: $(VENV)/.app ## Open the app in the browser
	@$(BIN)/callit app

test: $(VENV)/.dev lint imports ## Check style, types and imports, and run every test
	@$(BIN)/python -m tests.lanes $(WORKERS)

quick: $(VENV)/.dev lint imports ## What a hand wants after each change: style, types, imports, unit and app tests but the slow
	@$(BIN)/python -m tests.lanes quick $(WORKERS)

lint: $(VENV)/.dev ## Check style
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev ## Check types
	@$(BIN)/mypy

imports: $(VENV)/.dev ## Check that imports run one way
	@$(BIN)/lint-imports

soak: $(VENV)/.dev ## Run the long fault tests
	@CALLIT_SOAK=1 $(BIN)/python -m pytest -m soak

docs: $(VENV)/.dev ## Write the pages that are made from the code (docs/commands.md)
	@$(BIN)/python -P -m planner.cli.reference

pictures: $(VENV)/.dev ## Take README's moving picture anew, in Chromium (docs/callit.webp)
	@$(BIN)/python -P docs/pictures.py

lock: $(VENV)/.dev ## Pin the dependencies anew (writes requirements/*.txt)
	@sh requirements/lock.sh $(BIN)/uv

clean: ## Remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Call It needs Python 3.11, 3.12 or 3.13 with venv, and found none:" \
		"install one, for example with 'apt-get install python3 python3-venv' or 'brew install python@3.13'." >&2; exit 1; }
	@echo "Making the environment in $(VENV) with $$($(PYTHON) --version)."
	@$(PYTHON) -m venv $(VENV)

# The folder of the project is installed as it stands (editable): pulling a newer version needs no new install.
define install
	@echo "Installing the packages of requirements/$(1).txt (TensorFlow is 570 MB: some minutes the first time)."
	@$(PIP) install --compile --require-hashes -r requirements/$(1).txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -P -m model.network.native_encoder || echo "Training will take TensorFlow's slower LSTM."
	@$(BIN)/python -P -m model.ngram.native_ngrams || echo "Counting words will take a slower way."
	@touch $@
	@echo "Installed."
endef

$(VENV)/.app: requirements/app.txt pyproject.toml | $(VENV)/bin/python
	$(call install,app)

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(call install,dev)
	@touch $(VENV)/.app
