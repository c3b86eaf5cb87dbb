# Everything runs from .venv, which `make` sets up by itself. Standard make and a POSIX shell are enough.

BIN := .venv/bin
PYTHON := $(BIN)/python
SOAK_MINUTES ?= 5

.PHONY: help setup setup-dev demo test check lint style types imports bench soak lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

setup: .venv/runtime.stamp ## Install what the bot needs

setup-dev: .venv/dev.stamp ## Install what its tests need, too

demo: setup ## A chat page in the browser with stand-in providers: no key, no account
	$(BIN)/sora-bot demo

# Most tests wait most of the time, so there are twice as many beside each other as a small machine has cores.
test: lint ## Every check there is
	$(PYTHON) -m pytest -n 4 --dist worksteal

check: lint ## The checks that take seconds
	$(PYTHON) -m pytest -n 4 --dist worksteal -m "not slow and not browser"

lint: style types imports ## Style, format, types and the rules of imports

style: setup-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup-dev
	$(BIN)/mypy

imports: setup-dev
	$(BIN)/lint-imports

bench: setup-dev ## Measure
	$(PYTHON) -m benchmarks

soak: setup-dev ## Hours of trouble in SOAK_MINUTES (default 5)
	SOAK_MINUTES=$(SOAK_MINUTES) $(PYTHON) -m pytest -m soak tests/scenarios

lock: ## Choose the newest versions again and write both lock files
	sh scripts/lock.sh

clean: ## Remove what make and the tools made; the bot's data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find bot adapters tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +

.venv/runtime.stamp: requirements.lock pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh requirements.lock
	@touch $@

.venv/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh requirements-dev.lock
	@touch $@ .venv/runtime.stamp
