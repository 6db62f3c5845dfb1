# Everything the project can do, one line each. `make` alone prints this list.
# The first interpreter that is new enough and really runs; a version manager's shim may not.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$python -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PORT ?= 8000
RUN_ENV := DEBUG=0 BASE_URL=http://127.0.0.1:$(PORT)
WORKERS ?= 2

COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --allow-unsafe
NEXT := wagtail>=8.0,<8.1

.DEFAULT_GOAL := help
.PHONY: help run dev test test-services test-browser test-stack test-next screens bench lint audit format lock clean browser stack

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: var/.ready ## install, build the demo on the first run, serve on http://127.0.0.1:8000 (PORT=… changes it)
	@$(RUN_ENV) $(MANAGE) demo --accounts
	@echo "  http://127.0.0.1:$(PORT)/      Ctrl-C 停止"
	@$(RUN_ENV) PAGE_CACHE=1 DJANGO_SETTINGS_MODULE=portal.settings.dev $(BIN)/granian --interface wsgi \
		--host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 4 --no-ws \
		--log-level warning portal.wsgi:application

dev: var/.ready ## the same with Django's debugging pages and automatic reload
	@$(MANAGE) runserver $(PORT)

test: $(VENV)/.dev ## everything that needs no service; says what it left out
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
	@echo "Left out here: the suite on PostgreSQL and Redis (make test-services), journeys in Chromium (make test-browser)."

test-services: $(VENV)/.dev ## the same suite on DATABASE_URL (PostgreSQL) and REDIS_URL
	@test -n "$(DATABASE_URL)" || { echo "Set DATABASE_URL, e.g. postgres://postgres@127.0.0.1:5432/postgres"; exit 2; }
	@test -n "$(REDIS_URL)" || { echo "Set REDIS_URL, e.g. redis://127.0.0.1:6379/0"; exit 2; }
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

test-browser: $(VENV)/.dev browser ## journeys and accessibility in a real Chromium
	$(BIN)/python -m pytest -m browser -n $(WORKERS) --dist loadfile

test-stack: $(VENV)/.dev stack ## journeys and faults on nginx, two web processes, worker, PostgreSQL, Redis
	$(BIN)/python -m pytest -m stack tests/deploy
test-next: .venv-next/.installed ## the suite on the next Wagtail (8.0), in an environment of its own
	@# What it says about the version after it is for later.
	.venv-next/bin/python -m pytest -n $(WORKERS) --dist loadfile \
		-W ignore::wagtail.utils.deprecation.RemovedInWagtail90Warning $(TESTS)

screens: $(VENV)/.dev browser ## a picture of every page type in var/screens, to be looked at
	@mkdir -p var/screens
	BROWSER_PICTURES=var/screens $(BIN)/python -m pytest -m browser tests/browser/test_layouts.py
	@echo "var/screens/index.html shows them side by side."

bench: $(VENV)/.dev ## measurements, as ratios within one run
	$(BIN)/python -m benchmarks

lint: $(VENV)/.dev ## all checkers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet .
	$(BIN)/lint-imports
	$(BIN)/mypy
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example \
		DJANGO_SETTINGS_MODULE=portal.settings.production $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/python -m pip check

audit: $(VENV)/.dev ## compare the locked versions with known advisories (needs the network)
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.txt

format: $(VENV)/.dev ## format Python
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: $(VENV)/.dev ## compile the locked requirements anew
	$(COMPILE) requirements.in
	$(COMPILE) requirements-dev.in
	@# The same with the next Wagtail: it begins from the versions above, and changes what it must.
	@mkdir -p var && cat requirements.txt requirements-dev.txt > requirements-next.txt
	sed -e 's/^wagtail>.*/$(NEXT)/' -e '/^-c /d' requirements.in requirements-dev.in > var/requirements-next.in
	$(COMPILE) --no-annotate --output-file requirements-next.txt var/requirements-next.in

clean: ## remove the environment and everything the portal wrote (demo data too)
	rm -rf $(VENV) .venv-next var

# What the targets above stand on -------------------------------------------------------------

$(VENV)/.installed: requirements.txt
	@test -n "$(PYTHON)" || \
		{ echo "Python 3.11 or newer with venv is needed (set PYTHON=/path/to/python3)."; exit 2; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@echo "Installing locked dependencies …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing locked development dependencies …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv-next/.installed: requirements-next.txt
	@test -x .venv-next/bin/python || "$(PYTHON)" -m venv .venv-next
	@echo "Installing the next Wagtail beside the present one …"
	@.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-next.txt
	@touch $@

var/.ready: $(VENV)/.installed $(wildcard */migrations/*.py)
	@mkdir -p var/static
	@$(RUN_ENV) $(MANAGE) migrate --verbosity 0
	@$(RUN_ENV) $(MANAGE) demo --allow-demo-accounts --unlisted
	@touch $@

# Chromium, and what the PDF of a manuscript sheet is set with.
DEBIAN := chromium fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

browser:
	@{ command -v chromium && $(BIN)/python -W ignore -c 'import weasyprint'; } >/dev/null 2>&1 || \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -y -qq $(DEBIAN) >/dev/null; } || \
		{ echo "Needed: apt-get install $(DEBIAN)"; exit 2; }

DEBIAN_STACK := nginx-light postgresql redis-server faketime

stack:
	@$(BIN)/python -c 'from tests.deploy.stack import missing; raise SystemExit(bool(missing()))' || \
		{ test "$$(id -u)" = 0 && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -y -qq $(DEBIAN_STACK) >/dev/null; } || \
		{ echo "Needed: apt-get install $(DEBIAN_STACK)"; exit 2; }
