# Two commands do all the set-up on a machine that has Python 3.11+ and make: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_URL := sqlite:///data/demonstration.sqlite

# Compiled modules are kept: the tests start many processes, and each would compile them all again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run demo test bench lint clean

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
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: $(VENV)/.dev ## Measure speed and memory, as ratios to a bare page in the same run
	$(BIN)/python -m tests.bench

lint: $(VENV)/.dev ## Formatting, linters, import contracts, types, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m tests.migrations.check

clean: ## Remove the virtual environment (data stay)
	rm -rf $(VENV)

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (make PYTHON=python3.12 …)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
