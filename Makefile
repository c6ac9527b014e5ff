# Everything a person types. `make` alone says what there is.
PYTHON ?= python3
DATA ?= data
HOST ?= 127.0.0.1
PORT ?= 8000
NAME ?= Maillage
# A region's slug; empty for a network that is wider than one.
REGION ?=
WORKERS ?= 1
DEMO ?= demo
DEMO_PORT ?= 8001

# Tests run on every processor and two more, since many wait for a server, a browser or a disk; those
# of one file run on the same one.
SIDE_BY_SIDE ?= -n $$(($$(nproc 2>/dev/null || echo 2) + 2)) --dist loadfile --no-loadscope-reorder

# Where tests write: memory, where a machine has plenty, since each save waits ten times for a disk.
TESTS_IN ?= $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 6000000 ] \
  2>/dev/null && echo /dev/shm || echo "$${TMPDIR:-/tmp}")

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
UV := $(BIN)/uv
UV_VERSION := 0.13.9
RUNTIME ?= .runtime
# What a server has beside what it needs: PDF and Kiwix files. Empty to leave both out.
EXTRAS ?= pdf zim
# Node comes with the environment, so that a machine with only Python can build the front end.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Every process of the tests reads a thousand files: compiled once, whatever the shell says.
export PYTHONDONTWRITEBYTECODE :=

CHROMIUM := $(shell command -v chromium-headless-shell || command -v chromium)
# What checks books; its tests are left out where it is not there.
JAVA := $(shell command -v java)
TOWNS := app/engines/gazetteer/towns.tsv.gz
ASSET_SOURCES := $(shell find themes/*/assets -type f 2>/dev/null)

IN_ITS_FOLDER = folder=$$(mktemp -d "$(TESTS_IN)/maillage-tests-XXXXXX") && \
  trap 'rm -rf "$$folder"' EXIT && trap 'exit 130' INT TERM && TMPDIR="$$folder"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run demo test ready-to-test test-long lint lint-content bench relevance assets lock runtime clean

help: ## say what there is
	@echo "Maillage. Two commands are enough: make run, make test"
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) \
	  | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
	@echo
	@echo "Variables: PYTHON=$(PYTHON) DATA=$(DATA) HOST=$(HOST) PORT=$(PORT) NAME=$(NAME) REGION=$(REGION)"

setup: $(STAMPS)/project $(STAMPS)/assets $(TOWNS) ## install everything into .venv and build the front end

run: setup ## serve a wiki on http://127.0.0.1:8000, made from content/ the first time
	@test -e "$(DATA)/maillage.toml" || $(BIN)/maillage init --data "$(DATA)" --name "$(NAME)" \
	  --region "$(REGION)" --base-url "http://$(HOST):$(PORT)" --starter content
	@exec $(BIN)/maillage serve --data "$(DATA)" --host "$(HOST)" --port "$(PORT)" --workers "$(WORKERS)"

demo: setup ## three regional wikis that federate, on ports 8001 to 8003, in $(DEMO)
	@exec $(BIN)/python -m tools.demo "$(DEMO)" "$(DEMO_PORT)"

test: setup ## run the whole test suite, in a browser too when Chromium is there
ifeq ($(CHROMIUM),)
	@echo "*****************************************************************************" >&2
	@echo "** No Chromium on this machine: the BROWSER TESTS ARE NOT RUN.             **" >&2
	@echo "** Install one (on Debian: apt-get install chromium-headless-shell).       **" >&2
	@echo "*****************************************************************************" >&2
	@$(IN_ITS_FOLDER) $(BIN)/pytest $(SIDE_BY_SIDE) -m "not long and not browser"
else
	@$(IN_ITS_FOLDER) $(BIN)/pytest $(SIDE_BY_SIDE) -m "not long"
endif
ifeq ($(JAVA),)
	@echo "** No Java on this machine: books were NOT CHECKED by epubcheck (default-jre-headless). **" >&2
endif

# What each process of the tests would otherwise compile for itself, at the same time as the others.
# A file that cannot be read is for the tests to tell.
ready-to-test: setup
	@$(BIN)/pytest --collect-only -q -m "not long" >/dev/null 2>&1 || true

test-long: setup ## run every test, the long profiles of the property tests included
	@$(IN_ITS_FOLDER) $(BIN)/pytest $(SIDE_BY_SIDE) -m "long or not long"

lint: setup ## check style, format, the Dockerfile and every template
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint --config .hadolint.yaml Dockerfile
	$(BIN)/python -m tools.compile_templates
	$(BIN)/python -m tools.house

lint-content: setup ## read content/ as a demanding reader: links, pictures, questions, spelling
	@$(BIN)/python -m tools.lint_content

bench: setup ## measure against the bars; BENCH="save search" chooses
	@$(BIN)/python -m tests.bench $(BENCH)

relevance: setup ## how well search answers; RELEVANCE="--part tuning --misses 20" explains
	@$(BIN)/python -m tests.relevance $(RELEVANCE)

assets: $(STAMPS)/assets $(TOWNS) ## build the front end into themes/default/static, and the list of towns

lock: $(STAMPS)/uv ## resolve pyproject.toml again into requirements.lock
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --all-extras pyproject.toml -o requirements.lock

runtime: setup ## install only what a server needs into $(RUNTIME) (used by the Dockerfile)
	$(UV) venv --quiet --clear --python $(PYTHON) $(RUNTIME)
	$(UV) pip install --quiet --compile-bytecode --python $(RUNTIME)/bin/python -c requirements.lock \
	  -r pyproject.toml $(addprefix --extra ,$(EXTRAS)) hatchling editables
	$(UV) pip install --quiet --python $(RUNTIME)/bin/python --no-deps --no-build-isolation --editable .
	$(RUNTIME)/bin/python -m compileall -q app federation plugins

clean: ## remove the environment and everything built (never data)
	rm -rf $(VENV) $(RUNTIME) node_modules themes/*/static $(TOWNS) .pytest_cache .ruff_cache .hypothesis *.egg-info

$(STAMPS)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Maillage needs Python 3.11 or later; say which one with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up in $(VENV): once, about a minute."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make a virtual environment here (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements.lock $(STAMPS)/uv
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/python
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/node: package.json package-lock.json $(STAMPS)/python
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/assets: $(ASSET_SOURCES) $(STAMPS)/node
	@node themes/default/assets/build.mjs
	@touch $@

# Built from what was published on towns: anew when those lists or their reader change.
$(TOWNS): tools/gazetteer.py app/domain/towns.py $(STAMPS)/node $(STAMPS)/project
	@$(BIN)/python -m tools.gazetteer $@
