# What a developer does here. Bare `make` lists it; every target first sets up what it needs, and nothing twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

# The interpreter that the environment is made from: 3.11, 3.12 or 3.13.
PYTHON3 ?= python3
PYTHON := .venv/bin/python
AMENDS := $(PYTHON) -m amends
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --only-binary :all:
# Hashes, and neither host nor path: uv's own lock and pip-compile name both.
LOCK := $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# `make demo PORT=8001`, `make test TESTS=tests/access WORKERS=0`, `make story STORY=breach`
PORT ?=
TESTS ?=
WORKERS ?= 2
STORY ?= whole_road

TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: help demo run test test-slow check fix access docs break story pictures benchmark benchmark-evidence evidence coverage spark lock clean base dev site chromium wrk

help: ## List what there is to do.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: site ## Fill an invented program, start the site on this machine and print one sign-in for each kind of person.
	@$(AMENDS) demo $(if $(PORT),--port $(PORT))

run: site ## Start the site on this machine with the rows that are there.
	@$(AMENDS) run $(if $(PORT),--port $(PORT))

test: dev site chromium ## Run every test, in a real database and a real browser.
	@$(PYTHON) -m pytest -n $(WORKERS) $(TESTS)

test-slow: dev site ## Run the tests that take minutes each: long simulations, and what needs much memory.
	@$(PYTHON) -m pytest -n $(WORKERS) -m slow $(TESTS)

check: dev site ## Check style, types, imports, rules and generated pages; change nothing.
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(AMENDS) docs --check
	@$(AMENDS) words --check
	@$(AMENDS) check

fix: dev ## Put right what can be put right without thinking: style and order of imports.
	@$(PYTHON) -m ruff check --fix
	@$(PYTHON) -m ruff format

evidence: base .venv/.evidence ## Set up what `amends evidence` needs besides the site.

spark: evidence .venv/.spark ## Set up what `amends evidence link --engine spark` needs; it runs on Java 17.

coverage: base .venv/.evidence ## Count anew how often intervals hold the truth, and write the page and its figure.
	@$(AMENDS) evidence coverage --out amends/evidence/coverage/counted.json
	@$(AMENDS) docs

access: base ## Write the database's rules and their page anew from amends/access/matrix.toml.
	@$(AMENDS) access

docs: base .venv/.evidence ## Write the reference pages anew.
	@$(AMENDS) docs

break: dev site ## Damage the database's rules, one by one, and prove that the tests notice each.
	@$(PYTHON) -m tests.breaking

story: dev site chromium ## Walk one journey in a browser and keep the pictures in var/story/; choose with STORY=.
	@AMENDS_PICTURES=var/story $(PYTHON) -m pytest tests/stories -k "$(STORY)"

pictures: dev ## Put the pictures of the last story into docs/start/, as far as it shows them.
	@$(PYTHON) -m tests.stories.pictures

benchmark: dev site wrk ## Measure pages, and what protection costs.
	@$(PYTHON) -m benchmarks

benchmark-evidence: dev .venv/.peers ## Measure linkage, outcomes and survival at full size, each against its peer.
	@$(PYTHON) -m benchmarks.evidence

lock: dev ## Write the locks anew from pyproject.toml and package.json.
	@$(LOCK) pyproject.toml -o requirements/base.txt
	@$(LOCK) --group evidence -c requirements/base.txt -o requirements/evidence.txt
	@$(LOCK) --group dev -c requirements/base.txt -c requirements/evidence.txt -o requirements/dev.txt
	@$(LOCK) --group spark -c requirements/evidence.txt -o requirements/spark.txt
	@$(LOCK) --group peers -c requirements/base.txt -c requirements/evidence.txt -o requirements/peers.txt
	@$(LOCK) --group node -o requirements/node.txt
	@npm install --package-lock-only

clean: ## Remove what make built. The rows in var/ stay.
	rm -rf .venv node_modules amends/portals/shared/static/vendor $(TRANSLATIONS)
	rm -rf .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis
	find amends tests -name __pycache__ -type d -prune -exec rm -rf {} +

base: .venv/.base

dev: .venv/.base .venv/.evidence .venv/.dev

site: base $(TRANSLATIONS)
	@$(AMENDS) assets

# Debian divides the making of environments from Python.
.venv/.made:
	@$(PYTHON3) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed: name it with make PYTHON3=..." >&2; exit 1; }
	@$(PYTHON3) -c 'import ensurepip' 2>/dev/null || { $(call debian,python3-venv); }
	@echo "Making the environment in .venv ..."
	@$(PYTHON3) -m venv .venv
	@touch $@

.venv/.base: .venv/.made requirements/base.txt
	@echo "Installing what the site needs ..."
	@$(PIP) -r requirements/base.txt
	@$(PYTHON) -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# One of its packages is served as source only.
.venv/.evidence: .venv/.base requirements/evidence.txt
	@echo "Installing what estimates stand on ..."
	@$(PIP) --no-binary autograd-gamma -r requirements/evidence.txt
	@touch $@

# Spark is served as source only.
.venv/.spark: .venv/.evidence requirements/spark.txt
	@echo "Installing Spark ..."
	@$(PIP) --no-binary pyspark -r requirements/spark.txt
	@touch $@

.venv/.peers: .venv/.evidence requirements/peers.txt
	@echo "Installing what benchmarks are compared with ..."
	@$(PIP) -r requirements/peers.txt
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing what checking and testing need ..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

%.mo: %.po | base
	@$(PYTHON) -m babel.messages.frontend --quiet compile --input-file "$<" --output-file "$@"

chromium wrk:
	@command -v $@ >/dev/null || { $(call debian,$@); }

# Installs a Debian package where that is ours to do: as root, or where sudo asks for no password.
define debian
	if [ "$$(id -u)" = 0 ]; then as_root=env; elif sudo -n true 2>/dev/null; then as_root="sudo -n env"; fi; \
	if [ -z "$${as_root:-}" ] || ! command -v apt-get >/dev/null; then \
		echo "Install the package $(1) first, for example: sudo apt-get install $(1)" >&2; exit 1; fi; \
	echo "Installing the Debian package $(1) ..."; \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq update </dev/null && \
	$$as_root DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(1) </dev/null >/dev/null
endef
