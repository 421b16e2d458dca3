# make build   set up and build what is in the repository
# make test    set up and run every test, browser tests included
# make lint    style, types, direction of imports
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: build test lint check bench wheel clean

build: $(VENV)/.ready
	$(BIN)/navkg build

test: $(VENV)/.ready-dev build
	$(BIN)/python tests/prepare.py
	$(BIN)/python -m pytest

check: $(VENV)/.ready
	$(BIN)/navkg check

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-dev
	$(BIN)/python benchmarks/run.py

wheel: $(VENV)/.ready-dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf build dist $(VENV)

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "navkg needs Python 3.11 or later; set PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
