# Two commands do all the set-up on a machine that has Python 3.11+ and make: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
# For every Python and system that the dashboard runs on, whatever this machine is and whatever its pip is set to.
COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock'
DEMO_URL := sqlite:///data/demonstration.sqlite

# Compiled modules are kept: the tests start many processes, and each would compile them all again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo test unit bench lint check lock licences clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.run ## Open the dashboard with the real catalogue and published values (http://localhost:8501)
	$(BIN)/python -m indicators init
	$(BIN)/streamlit run app.py

demo: $(VENV)/.run ## Open the dashboard on a separate database of fictitious values
	$(BIN)/python -m indicators demo
	INDICATORS_DATABASE_URL=$(DEMO_URL) $(BIN)/streamlit run app.py

# In the order of the folders: the short files of tests/unit come last and fill what is left of both workers.
test: $(VENV)/.dev ## Run every test that this machine allows, and say what was left out and why
	$(PYTEST)

unit: $(VENV)/.dev ## Unit and architecture tests alone
	$(PYTEST) tests/unit tests/architecture

bench: $(VENV)/.dev ## Measure speed and memory, as ratios to a bare page in the same run
	$(BIN)/python -m tests.bench

lint: $(VENV)/.dev ## Formatting, linters, import contracts, types, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tests.migrations.check

# Both at once: types take one core, tests leave some of the other.
check: $(VENV)/.dev ## What to run before each commit: lint and unit
	@$(MAKE) --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync) lint unit

# What is locked stays unless a list asks for another version; `make lock UPGRADE=--upgrade` takes the newest of everything.
lock: $(VENV)/.dev ## Renew both locks after a change of requirements.txt or requirements-dev.txt
	$(COMPILE) $(UPGRADE) requirements.txt --output-file requirements.lock
	$(COMPILE) $(UPGRADE) requirements-dev.txt --constraints requirements.lock --output-file requirements-dev.lock

licences: $(VENV)/.dev ## Write docs/third-party-licences.md from the packages of requirements.lock
	$(BIN)/python -m tests.architecture.licences

clean: ## Remove the virtual environment (data stay)
	rm -rf $(VENV)

$(VENV)/.run: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
