# The two commands of the README, and what developers need beside them.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test bench docs lint words release wheelhouse lock audit clean

run: $(VENV)/.installed
	$(BIN)/lod-publisher up seeds --port $(PORT)

# The tests start our programs a thousand times, which must not be compiled each time, whatever the environment says.
test: $(VENV)/.installed-test chromium
	PYTHONDONTWRITEBYTECODE= PATH="$(abspath $(BIN)):$$PATH" $(BIN)/pytest -q --cov --cov-report=html:build/coverage

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

# The words of the pages into the catalogues of all languages; docs/languages.md tells the rest.
words: $(VENV)/.installed-test
	mkdir -p build
	$(BIN)/pybabel -q extract -F pyproject.toml -k N_ --add-location=file --sort-output --no-wrap --omit-header \
	    --ignore-dirs='node_modules .* _*' -o build/messages.pot .
	for language in $$(ls src/lod_publisher/web/translations); do \
	    $(BIN)/pybabel -q update -i build/messages.pot -d src/lod_publisher/web/translations -l $$language \
	        --ignore-obsolete --no-fuzzy-matching --no-wrap --ignore-pot-creation-date || exit 1; \
	    sed -i -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): /d' \
	        src/lod_publisher/web/translations/$$language/LC_MESSAGES/messages.po; \
	done

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

# requirements.lock anew, with the newest versions that pyproject.toml takes: what deploy/Dockerfile installs.
LOCKED := --quiet --upgrade --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(VENV)/.installed-test
	$(BIN)/pip install -q --disable-pip-version-check -e '.[audit]'
	head -2 requirements.lock > requirements.lock.new
	$(BIN)/pip-compile $(LOCKED) --extra tracing --extra cluster --extra s3 -o - pyproject.toml >> requirements.lock.new
	mv requirements.lock.new requirements.lock

# Known weaknesses of what is locked: asks PyPI, so it needs a network, and fails when there is one it could not ask about.
audit: $(VENV)/.installed-test
	$(BIN)/pip install -q --disable-pip-version-check -e '.[audit]'
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# The browser of the browser tests; only root can install it, others are told which tests will be skipped.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -q; DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium; } >/dev/null || \
	      echo "Chromium cannot be installed, so the browser tests will be skipped."; \
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
