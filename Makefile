# Broadsheet. Needs: GNU make and Python 3.11 or newer with venv. Everything else goes into .venv/.

PYTHON ?= python3
DEMO := var/demo
BIN := .venv/bin
UV := $(BIN)/uv pip
INSTALL := $(UV) install --quiet --python $(BIN)/python
LOCK := $(UV) compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	$(if $(UPGRADE),--upgrade)

# Where it is set, every process compiles Django and Wagtail anew: three seconds of its start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run setup setup-dev check fix test test-postgresql looks soak bench docs lock changelog clean

help: ## Lists what can be made.
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r name words; \
		do printf '%-16s %s\n' "$$name" "$$words"; done

run: setup $(DEMO)/broadsheet.toml ## Makes the demo newsroom if there is none, and starts it. Ctrl-C ends it.
	@exec $(BIN)/broadsheet up --site $(DEMO)

setup: .venv/.made-run ## Makes .venv/ with what Broadsheet needs to run.
	@:

setup-dev: .venv/.made-dev node_modules/.made ## Adds what checks and tests need.
	@scripts/provide

check: setup-dev ## Format, rules, types, imports, documentation, translations. About a minute.
	@scripts/check $(BIN)

fix: setup-dev ## Formats the code, mends what can be mended, writes generated references anew.
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix
	@$(BIN)/python -m scripts.references

test: check ## All checks, then all tests.
	@scripts/test $(BIN)

test-postgresql: setup-dev ## The rooms that ask a database, on PostgreSQL; half an hour.
	@for room in ledger press wire desk exactness site serve project; \
		do scripts/on-postgresql $(BIN)/pytest -n 2 tests/$$room || exit; done

looks: setup-dev ## Accepts what pages look like now: see tests/pages/accepted/, then commit.
	@ACCEPT_LOOKS=1 $(BIN)/pytest -q -m "deep or not deep" tests/pages/test_looks.py

soak: setup-dev ## The long runs: many histories, crash points, planted faults. Half an hour.
	@$(BIN)/pytest -n 2 -m deep

bench: setup-dev ## Runs every benchmark briefly; each runs longer by hand: see --help.
	@set -e; for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python "$$each" --quick; done

lock: setup-dev ## Writes requirements/ anew from pyproject.toml; UPGRADE=1 takes newer versions.
	@echo uv | $(LOCK) --output-file requirements/uv.txt -
	@$(LOCK) pyproject.toml --group build --output-file requirements/run.txt
	@$(LOCK) pyproject.toml --group dev --extra postgresql --extra s3 --extra sftp --constraint requirements/run.txt \
		--output-file requirements/dev.txt

changelog: setup-dev ## Shows what the next release's changelog will say.
	@$(BIN)/towncrier build --draft --version next

clean: ## Removes .venv/, node_modules/ and caches; asks before it removes var/.
	@rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@if test -d var; then scripts/ask-and-remove var; fi

# ---- how .venv/ is made -------------------------------------------------------------------
# A stamp stands for a finished step; an interrupted one is done again.

.venv/.made-uv: requirements/uv.txt
	@scripts/require-python "$(PYTHON)"
	@echo "Making .venv/ …"
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
		--require-hashes --requirement requirements/uv.txt
	@touch $@

.venv/.made-run: .venv/.made-uv requirements/run.txt pyproject.toml
	@echo "Installing what Broadsheet needs to run …"
	@$(INSTALL) --require-hashes --requirement requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.made-dev: .venv/.made-run requirements/dev.txt
	@echo "Installing what checks and tests need …"
	@$(INSTALL) --require-hashes --requirement requirements/dev.txt
	@touch $@

node_modules/.made: package.json package-lock.json
	@scripts/provide node
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts && touch $@; fi

# ---- the demo -----------------------------------------------------------------------------

# The command builds beside the folder and renames at the end: an interrupted demo does not count.
$(DEMO)/broadsheet.toml: | setup
	@$(BIN)/broadsheet demo $(DEMO)
