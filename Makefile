# `make demo` runs the main job, `make test` every check. Both set up all they need in .venv.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
OUT := out/syria-2016
EXAMPLE := examples/syria-2016
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet install
LOCKED := $(PIP) --require-hashes --only-binary :all:
TEST := $(PYTHON) -m pytest -q
BENCH := $(PYTHON) -W error benchmarks

.PHONY: help demo setup test format lint types unit worlds browser spark docs bench-small bench bench-memory bench-spark \
	reformat reference lock clean

help: ## Show what can be made
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

# Stamps: each is newer than all it was made from, so that a second run installs nothing.
$(VENV)/.made: requirements/runtime.txt requirements/build.txt scripts/make_venv.sh
	@bash scripts/make_venv.sh $(VENV)
	@$(LOCKED) -r requirements/build.txt -r requirements/runtime.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.installed requirements/test.txt
	@$(LOCKED) -r requirements/test.txt
	@touch $@

# Peers of the benchmarks. Where they cannot be installed, the benchmarks leave them out and say so.
$(VENV)/.bench: $(VENV)/.tests requirements/bench.txt
	@bash scripts/get_postgis.sh
	@$(LOCKED) -r requirements/bench.txt && touch $@ || echo "The peers of the benchmarks could not be installed." >&2

# PySpark comes as source, 456 MB of it, which is packed into a wheel here; its build needs what .made has.
$(VENV)/.spark: $(VENV)/.tests requirements/spark.txt
	@$(PIP) --require-hashes --only-binary :all: --no-binary pyspark --no-build-isolation -r requirements/spark.txt
	@touch $@

setup: $(VENV)/.tests ## Set up .venv with everything that the checks need

demo: $(VENV)/.installed ## Assess the example; write findings and a page to read
	@$(VENV)/bin/truceline assess $(EXAMPLE)/terms.yaml $(EXAMPLE)/incidents.csv \
		-o $(OUT)/findings.parquet --report $(OUT)/report.html
	@echo
	@echo "Now open $(OUT)/report.html in a browser. The findings are in $(OUT)/findings.parquet."

test: format lint types unit worlds browser spark docs bench-small ## Run every check, as the build server does

format: $(VENV)/.tests ## Is the code formatted?
	@$(VENV)/bin/ruff format --check .

lint: $(VENV)/.tests ## Does the linter object?
	@$(VENV)/bin/ruff check .

types: $(VENV)/.tests ## Do the types hold?
	@$(VENV)/bin/mypy

unit: $(VENV)/.tests ## Does each room do what it promises? Is the house in order?
	@$(TEST) --ignore tests/worlds --ignore tests/browser --ignore tests/spark \
		--ignore tests/test_docs.py

worlds: $(VENV)/.tests ## Is every certain finding true in each sampled world?
	@$(TEST) -s tests/worlds

browser: $(VENV)/.tests ## Can a person use the page in a real browser?
	@bash scripts/get_chromium.sh
	@$(TEST) tests/browser || [ $$? = 5 ] # 5: there are none

spark: $(VENV)/.spark ## Does a cluster give the same as one machine?
	@bash scripts/get_java.sh
	@$(TEST) tests/spark
	@$(PYTHON) benchmarks/spark.py --size small

docs: $(VENV)/.tests ## Do links, commands and code in the docs work?
	@$(TEST) tests/test_docs.py

bench-small: $(VENV)/.bench ## Does each benchmark run, with the right answers?
	@$(PYTHON) -m doctest benchmarks/conditions.py benchmarks/chart.py benchmarks/origins.py
	@$(BENCH)/assess.py --rounds 1
	@$(BENCH)/whole.py --rounds 1
	@$(BENCH)/cost.py --rounds 1
	@$(BENCH)/memory.py
	@$(BENCH)/records.py --size small
	@$(BENCH)/places.py --size small
	@$(BENCH)/bandwidth.py --rounds 1
	@$(BENCH)/startup.py --rounds 1
	@$(BENCH)/terms.py
	@$(BENCH)/reading.py --size small
	@$(BENCH)/reading_times.py --size small
	@$(BENCH)/skipping.py --size small
	@$(BENCH)/incremental.py --size small
	@$(BENCH)/origins.py --size small

bench-spark: $(VENV)/.spark ## How fast is Spark beside one process? (long)
	@bash scripts/get_java.sh
	@$(PYTHON) benchmarks/spark.py --size full

bench: $(VENV)/.bench ## How fast is an assessment, beside what one would pick instead? (minutes)
	@$(BENCH)/assess.py --size full
	@$(BENCH)/whole.py --size full
	@$(BENCH)/places.py --size full
	@$(BENCH)/records.py --size full
	@$(BENCH)/bandwidth.py --size full
	@$(BENCH)/startup.py
	@$(BENCH)/origins.py --size full
	@$(BENCH)/cost.py --size full --picture docs/images/cost.svg

bench-memory: $(VENV)/.bench ## How much memory do ten million records take? (long)
	@$(BENCH)/memory.py --size full

reformat: $(VENV)/.tests ## Format the code, mend what the linter can mend
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

reference: $(VENV)/.tests ## Write the pages of commands and taxonomies anew
	@$(PYTHON) scripts/write_reference.py

# pip-tools looks at the pins that are there; to move them, delete the file first.
lock: $(VENV)/.made ## Work out the lock files anew from requirements/*.in
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/lock.txt
	@cd requirements && for part in runtime build test spark bench lock; do \
		../$(VENV)-lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
			--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
			--annotation-style=line --output-file $$part.txt $$part.in; done

clean: ## Take away what was made
	rm -rf $(VENV) $(VENV)-lock out
