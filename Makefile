# The targets that people and CI use. Only Python 3.11 and make have to be there: `.venv` is made here.
#
#   make run     the sample inbox through Airflow's DAGs into a published warehouse, and its ranking
#   make up      scheduler, DAG processor, triggerer and web UI on this machine, until Ctrl-C
#   make test    all tests             make lint    formats, types, SQL, YAML
#   make fuzz    changed and broken workbooks through the intake for a minute, or SECONDS=…
#   make chaos   runs killed at N=40 moments (SEED=… repeats them), full disks, runs side by side
#   make bench   all benchmarks, some ten minutes, or one by BENCH=bench.units
#   make docs    the data dictionary, from the dbt project's YAML
#   make lock    the lock files anew from pyproject.toml
#   make clean   what runs and tools have made, but neither .venv nor var/inbox

.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help run up test fuzz chaos lint docs bench lock clean

PYTHON ?= $(shell command -v python3.11 || echo python3)
MONTH ?= 2022-02
WORKERS ?= 2
SECONDS ?= 60
N ?= 40
BENCH ?= bench bench.intake bench.hostile bench.units bench.explain
BIN := .venv/bin
UV := $(BIN)/uv

export GX_ANALYTICS_ENABLED := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

help:
	@sed -n 's/^#   //p' Makefile

run: .venv/runtime
	$(BIN)/majorprojects sample
	$(BIN)/python -m majorprojects.orchestration.run
	$(BIN)/majorprojects ranking --month $(MONTH)
	$(BIN)/majorprojects overview --month $(MONTH)

up: .venv/runtime
	$(BIN)/python -m majorprojects.orchestration.up

test: .venv/dev
	$(BIN)/pytest --numprocesses $(WORKERS) --no-loadscope-reorder $(ARGS)

fuzz: .venv/dev
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(ARGS)

chaos: .venv/dev
	CHAOS_N=$(N) $(if $(SEED),CHAOS_SEED=$(SEED)) $(BIN)/pytest --numprocesses $(WORKERS) --no-loadscope-reorder tests/chaos $(ARGS)

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models
	$(BIN)/yamllint --strict .

docs: .venv/runtime
	$(BIN)/python scripts/data_dictionary.py

bench: .venv/dev
	set -e; for part in $(BENCH); do $(BIN)/python -m $$part $(ARGS); done

clean:
	rm -rf build .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov spark-warehouse metastore_db derby.log \
		dbt_project/target dbt_project/logs var/airflow var/landing var/outbox var/staging var/warehouse
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# --- the environment -----------------------------------------------------------------------------
# Everything is installed from lock files with hashes; one that changed is installed again. The
# runtime is what `make run` needs; dev adds the tools of `make test`, and Spark.

SYNC := $(UV) pip sync --quiet --require-hashes --compile-bytecode requirements-bootstrap.lock
THIS := $(UV) pip install --quiet --no-deps --no-build-isolation --editable .

.venv/runtime: requirements.lock requirements-bootstrap.lock pyproject.toml | $(UV)
	@echo "Installing what is in requirements.lock …"
	$(SYNC) requirements.lock
	$(THIS)
	@rm -f .venv/dev
	@touch $@

.venv/dev: requirements-dev.lock requirements-spark.lock requirements-bootstrap.lock pyproject.toml | $(UV)
	@echo "Installing what is in requirements-dev.lock and requirements-spark.lock …"
	$(SYNC) requirements-dev.lock requirements-spark.lock
	$(THIS)
	@touch .venv/runtime $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info[:2] == (3, 11) else \
		"majorprojects runs on Python 3.11, and $(PYTHON) is %d.%d: install 3.11, or name it with " \
		"`make PYTHON=/path/to/python3.11 …`." % sys.version_info[:2])'
	@echo "Making .venv …"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock

LOCK := $(UV) pip compile --quiet --generate-hashes --no-header --python-version 3.11

lock: | $(UV)
	printf 'setuptools>=77\nuv\n' | $(LOCK) - --output-file requirements-bootstrap.lock
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --constraint requirements.lock --extra dev --output-file requirements-dev.lock
	$(LOCK) pyproject.toml --constraint requirements.lock --extra spark --output-file requirements-spark.lock
