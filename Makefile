# `make demo` runs the main job, `make test` every check. Both set up all they need in .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
OUT := out/syria-2016
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all:
SOURCES := $(shell find src -name '*.py' -o -name '*.txt' -o -name '*.csv' -o -name '*.css' -o -name '*.js')

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /: /' | column -t -s:

$(VENV)/.made: requirements/runtime.txt requirements/build.txt scripts/make_venv.sh
	@bash scripts/make_venv.sh $(VENV)
	@$(PIP) -r requirements/build.txt -r requirements/runtime.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml README.md LICENSE
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.installed requirements/test.txt
	@$(PIP) -r requirements/test.txt
	@touch $@

.PHONY: help demo setup test format lint types unit worlds bench bench-small reformat lock clean

setup: $(VENV)/.tests ## Set up .venv with everything the checks need

demo: $(VENV)/.installed ## Assess the example and write findings and a report
	@$(BIN)/truceline assess examples/syria-2016/terms.yaml examples/syria-2016/incidents.csv \
		-o $(OUT)/findings.parquet --report $(OUT)/report.html
	@echo "Look at $(OUT)/report.html in a browser; the findings are in $(OUT)/findings.parquet."

test: format lint types unit worlds bench-small ## Run every check

format: $(VENV)/.tests ## Is the code formatted?
	@$(BIN)/ruff format --check .

lint: $(VENV)/.tests ## Does the linter object?
	@$(BIN)/ruff check .

types: $(VENV)/.tests ## Do the types hold?
	@$(BIN)/mypy

unit: $(VENV)/.tests ## Run all tests but the worlds
	@$(BIN)/python -m pytest -q --ignore tests/worlds

worlds: $(VENV)/.tests ## Hold the engine to the reference in sampled worlds
	@$(BIN)/python -m pytest -q -s tests/worlds

bench-small: $(VENV)/.tests ## Run each benchmark once at small size
	@$(BIN)/python benchmarks/assess.py --incidents 4000

bench: $(VENV)/.tests ## Run the benchmarks at full size
	@$(BIN)/python benchmarks/assess.py --incidents 1000000

reformat: $(VENV)/.tests ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/.made ## Resolve the lock files anew
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install pip-tools
	@cd requirements && for part in runtime build test; do ../$(BIN)/pip-compile --quiet --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-trusted-host --strip-extras --no-header --annotation-style=line \
		--output-file $$part.txt $$part.in; done

clean: ## Take away what was made
	rm -rf $(VENV) out
