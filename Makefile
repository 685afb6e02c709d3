# Two commands do everything on a fresh machine with Python 3.11 or later: `make run` and `make test`.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= var
PAGES ?=
export HOST PORT DATA_DIR

BIN := .venv/bin
# Wheels only, so that no compiler is ever needed; Haystack is plain Python and publishes its source alone.
PIP_INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --no-binary django-haystack
MANAGE := $(BIN)/python manage.py
MESSAGES := $(wildcard archive/locale/*/LC_MESSAGES/django.po)
STATIC := $(shell find static -type f 2>/dev/null)
SOURCES := $(shell find archive -name '*.py' 2>/dev/null)

.PHONY: run test test-scale test-fast quality check format messages screenshots setup setup-dev admin clean
.DEFAULT_GOAL := run

run: setup  ## the site with the sample archive, or with your own pages: make run PAGES=folder
	@$(MANAGE) prepare $(if $(PAGES),--pages "$(PAGES)")
	@echo "Serving http://$(HOST):$(PORT)/ (Ctrl-C stops)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONUNBUFFERED=1 exec honcho start --no-prefix -f deploy/Procfile -d .

test: setup-dev  ## the whole test-suite
	$(BIN)/python -m pytest

test-scale: setup-dev  ## what opens the database once more on PostgreSQL, and what needs real servers; says what the machine lacks
	TEST_DATABASE=postgres $(BIN)/python -m pytest

test-fast: setup-dev  ## everything but the browser
	$(BIN)/python -m pytest -m "not browser"

quality: setup-dev  ## how right the extraction is; fails below the agreed floors (QUALITY_ERRORS=event,region lists wrong answers)
	$(BIN)/python -m pytest tests/quality tests/test_samples.py -q -s

check: setup-dev  ## what CI checks beside the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run
	SECRET_KEY=check-only-not-a-secret-0123456789abcdefghijklmnopqrst $(MANAGE) check

format: setup-dev  ## mends what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

messages: setup-dev  ## collects the strings readers see for translation (needs GNU gettext)
	$(MANAGE) makemessages -l en -i .venv -i var -i 'tests/*' -i staticfiles -i benchmarks -i samples --add-location=file --no-wrap --no-obsolete

screenshots: setup-dev  ## the pictures of docs/screenshots, while `make run` serves the samples
	$(BIN)/python -m tests.browser.take_screenshots --site http://$(HOST):$(PORT)

admin: setup  ## the first staff account
	@$(MANAGE) prepare --no-pages
	@$(MANAGE) add_staff --role administrator

setup: .venv/runtime-installed .venv/messages-compiled .venv/sources-compiled staticfiles/staticfiles.json  ## the virtual environment and what is built from the sources

setup-dev: setup .venv/dev-installed

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing (Debian: the package python3-venv)" >&2; exit 1; }

.venv/runtime-installed: requirements.txt | .venv/bin/python
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/dev-installed: requirements-dev.txt requirements.txt .venv/runtime-installed
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.venv/messages-compiled: $(MESSAGES) .venv/runtime-installed
	@$(BIN)/pybabel --quiet compile --domain django --directory archive/locale
	@touch $@

# Every command and worker starts in half the time; the services may not write into the checkout themselves.
.venv/sources-compiled: $(SOURCES) | .venv/bin/python
	@$(BIN)/python -m compileall -q archive
	@touch $@

staticfiles/staticfiles.json: $(STATIC) .venv/runtime-installed
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0

clean:  ## removes what was built, keeps the archive's data
	rm -rf .venv staticfiles $(MESSAGES:.po=.mo) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
