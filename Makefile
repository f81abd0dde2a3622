# The two commands of the README, and what developers need beside them.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test bench docs lint release wheelhouse clean

run: $(VENV)/.installed
	$(BIN)/lod-publisher up seeds --port $(PORT)

test: $(VENV)/.installed-test chromium
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pytest --cov --cov-report=term

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

bench: $(VENV)/.installed-test
	$(BIN)/pip install -q -e '.[bench]'
	$(BIN)/python -m benchmarks

docs: $(VENV)/.installed-test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# Wheel and source distribution in dist/; docs/releasing.md tells the rest.
release: $(VENV)/.installed-test
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist

# Our wheel and all that it needs, in wheelhouse/, for machines without a network that have the same system and Python.
wheelhouse: $(VENV)/bin/pip
	rm -rf wheelhouse
	$(BIN)/pip wheel -q --disable-pip-version-check --wheel-dir wheelhouse .

# The browser of the browser tests; only root can install it, others are told which tests will be skipped.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -q >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium >/dev/null; \
	  else echo "Chromium is not installed, so the browser tests will be skipped."; fi; }

$(VENV)/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lod_publisher needs Python 3.11 or later; set PYTHON= to one.")'
	$(PYTHON) -m venv $(VENV)

# What the scripts of the pages are made of: an install bundles them anew.
SCRIPTS := hatch_build.py $(shell find src/lod_publisher/web/frontend -name node_modules -prune -o -type f -print)

$(VENV)/.installed: $(VENV)/bin/pip pyproject.toml $(SCRIPTS)
	$(BIN)/pip install -q --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: $(VENV)/bin/pip pyproject.toml $(SCRIPTS)
	$(BIN)/pip install -q --disable-pip-version-check -e '.[test]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) data build dist wheelhouse site src/lod_publisher/web/static/dist .pytest_cache .mypy_cache .ruff_cache .coverage
