# Everything a newcomer needs: `make run` and `make test`.
# Whoever has switched bytecode files off gets them here: without, every process the tests start
# compiles the whole house again.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
STAMP_DEV := $(VENV)/.installed-dev
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal
VENDOR := zhuqi/interfaces/shell/static/vendor/.fetched

.PHONY: help run test test-thorough test-times test-postgres mutants lint types contracts fuzz-api e2e bench setup setup-dev lock clean

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/bin/pip:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zhuqi needs Python 3.11 or newer; found: $$($(PY) --version). Name another with: make PY=python3.12 …"; exit 1; }
	@$(PY) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PY) -m venv $(VENV)

$(STAMP): $(VENV)/bin/pip requirements/run.txt pyproject.toml
	$(BIN)/pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python scripts/link_package.py
	@touch $@

$(STAMP_DEV): $(STAMP) requirements/dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

$(VENDOR): package-lock.json scripts/fetch_static.py $(STAMP)
	$(BIN)/python scripts/fetch_static.py

setup: $(STAMP) $(VENDOR) ## install what running needs
setup-dev: $(STAMP_DEV) $(VENDOR)

run: setup ## a living sample city on http://localhost:8000
	@$(BIN)/zhuqi migrate
	@$(BIN)/zhuqi run --sample city

test: setup-dev ## the tests, on SQLite, in random order; the widest sweeps in part
	ZHUQI_TEST_IN_PART=1 $(PYTEST) -m "not e2e and not postgres and not thorough"

test-thorough: setup-dev ## all tests but the browser's, on SQLite
	$(PYTEST) -m "not e2e and not postgres"

test-times: setup-dev ## the tests, and where their time goes: by the clock, of the processor, by file
	@bash -c 'time ZHUQI_TEST_IN_PART=1 $(PYTEST) -m "not e2e and not postgres and not thorough" -p tests.timing'

test-postgres: setup-dev ## all that is thorough, and a part of what differs by database, on PostgreSQL (ZHUQI_TEST_DATABASE_URL)
	ZHUQI_TEST_PAGES_ONE_IN=3 ZHUQI_TEST_OTHERS_ONE_IN=2 ZHUQI_TEST_DATABASE_URL=$${ZHUQI_TEST_DATABASE_URL:-postgres:///zhuqi_test} $(PYTEST) -m "not e2e"

mutants: setup-dev ## break rules by hand, one after the other: does a test notice each?
	$(BIN)/python scripts/mutants.py

fuzz-api: setup-dev ## ask the API whatever its description allows, much and at random
	ZHUQI_FUZZ_EXAMPLES=$${ZHUQI_FUZZ_EXAMPLES:-30} $(BIN)/python -m pytest -q tests/interfaces/api/test_described.py

e2e: setup-dev ## the browser tests (needs chromium and fonts-noto-cjk)
	$(PYTEST) --dist loadfile -m e2e -p no:randomly

lint: setup-dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev ## mypy, strict
	$(BIN)/mypy

contracts: setup-dev ## import-linter: the floors of the house
	$(BIN)/lint-imports

bench: setup-dev ## measured figures beside their floors
	$(BIN)/python scripts/bench.py

lock: setup-dev ## pin the requirements anew (hashes, no host names)
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/s3.in -o requirements/s3.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt

clean: ## remove what set-up made (not the data in var/)
	rm -rf $(VENV) node_modules zhuqi/interfaces/shell/static/vendor
