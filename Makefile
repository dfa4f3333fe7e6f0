# A newcomer needs two commands: `make run` and `make test`.
PYTHON := .venv/bin/python
SOURCES := network sites legal_updates aggregator tests manage.py
COMPILE := uv pip compile --universal --python-version 3.12 --generate-hashes \
	--no-emit-index-url --no-header --quiet pyproject.toml

# Three keep two cores busy.
PROCESSES = 3

CHOICE = $(if $(CHANGED),--changed,$(ROOM))

.DEFAULT_GOAL := help
.PHONY: help run test test-day check lint types floors migrations environment lock messages guide clean \
	backup restore audit sbom drill load-network bench-network bench-pages bench-documents bench-feeds \
	bench-search bench-load bench-visitors

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' Makefile | while read -r name text; do \
		printf '  make %-14s %s\n' "$$name" "$$text"; done

run: ## Start the whole network here (PORT=8000, DATABASE_URL=, DEMO=0 to leave the demo out)
	@exec docker/entrypoint all

# Compiled modules are kept, whatever the machine says: every worker and every server that a test
# starts imports them.
test: export PYTHONDONTWRITEBYTECODE =
test: environment ## Run all tests (PROCESSES=5 on four cores); ROOM=channels (or a path): its and its dependents', CHANGED=1: of what git says
	@paths=$$(test -z "$(CHOICE)" || $(PYTHON) -m tests.rooms $(CHOICE)) && \
		$(PYTHON) -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder --reuse-db $$paths

test-day: export PYTHONDONTWRITEBYTECODE =
test-day: environment ## Run all tests, or of the rooms ROOM="desks stops", on DAY=tet or any (needs faketime)
	@$(PYTHON) -m tests.days $(or $(DAY),any) -n $(PROCESSES) --dist loadfile --no-loadscope-reorder \
		$(addprefix tests/,$(ROOM))

check: environment ## Run everything that judges the code without running it
	@$(MAKE) -j2 -O --no-print-directory lint types floors migrations

lint: environment ## Style of Python and templates
	@$(PYTHON) -m ruff check $(SOURCES)
	@$(PYTHON) -m ruff format --check $(SOURCES)
	@$(PYTHON) -m djlint --check --lint templates

types: environment ## Types
	@$(PYTHON) -m mypy

floors: environment ## Which package may import which
	@.venv/bin/lint-imports

migrations: environment ## Whether every model change has its migration
	@$(PYTHON) manage.py makemigrations --check --dry-run

environment: # .venv with the development packages, catalogues compiled
	@docker/entrypoint --dev prepare

lock: ## Choose package versions anew (needs uv)
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --group dev -o requirements-dev.lock
	@$(subst pyproject.toml,docker/check-requirements.in,$(COMPILE)) -o docker/check-requirements.txt

audit: environment ## Ask whether known weaknesses are in the locked packages; says what could not be checked
	@$(PYTHON) -m tests.supply.audit

sbom: environment ## Write the bill of materials of this release (CycloneDX) INTO=sbom.json
	@$(PYTHON) -m tests.supply.bill $(or $(INTO),sbom.json)

messages: environment ## Collect the texts to translate
	@$(PYTHON) manage.py update_messages

guide: environment ## Make the pictures of the guide anew from the real screens (SCENES="author-home ...")
	@$(PYTHON) -m tests.guide.pictures $(SCENES)

backup: environment ## Back up database and files, encrypted, into INTO=backups; lists the keys to keep
	@$(PYTHON) manage.py backup $(or $(INTO),backups)

restore: environment ## Restore the backup FROM=backups/NAME into an empty network (OVERWRITE=1: lose this one)
	@test -n "$(FROM)" || { echo "Say which backup: make restore FROM=backups/NAME" >&2; exit 2; }
	@$(PYTHON) manage.py restore "$(FROM)" $(if $(OVERWRITE),--overwrite)
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py verify_decisions

load-network: environment ## Load AGENCIES=1000 with PAGES=20 articles each into DATABASE=pbgdpl_load
	@$(PYTHON) manage.py load_network --agencies $(or $(AGENCIES),1000) --pages $(or $(PAGES),20) \
		--database $(or $(DATABASE),pbgdpl_load)

bench-network: environment ## Print what screens cost at SIZES="40 1000" agencies (some minutes)
	@$(PYTHON) -m tests.scale.bench $(SIZES)

bench-pages: environment ## Print what public pages cost beside a stock site, at SIZES="40 1000"
	@$(PYTHON) -m tests.scale.pages_bench $(SIZES)

bench-documents: environment ## Print what the register costs at 100,000 documents, 500,000 citations
	@$(PYTHON) -m tests.scale.documents_bench $(SIZE)

bench-feeds: environment ## Print what reading 1,000 feeds of 30 entries costs, Miniflux beside it
	@$(PYTHON) -m tests.scale.feeds_bench $(SIZE)

bench-search: environment ## Print what searches find and take, judged, among FILLERS=20000 other articles
	@$(PYTHON) -m tests.scale.search_bench $(FILLERS)
	@$(PYTHON) -m tests.scale.search_bench demo
	@$(PYTHON) -m tests.scale.searches_year

bench-load: environment ## Print how MINUTES=10 at 80 % of capacity are borne, AGENCIES=40, PAUSE=60 s between changes
	@$(PYTHON) -m tests.scale.load_bench $(or $(MINUTES),10) $(or $(AGENCIES),40) $(or $(PAUSE),60)

bench-visitors: environment ## Run bench-load, bench-pages, bench-feeds, and restarts at 50 and 300 requests/s, cold and warm (about an hour)
	@$(MAKE) bench-load
	@$(MAKE) bench-pages
	@$(MAKE) bench-feeds
	@for rate in 50 300; do for warm in 0 60; do \
		echo "rolling restart at $$rate requests/s, $$warm s of warming up"; \
		$(PYTHON) -m tests.drill.restarts $$rate $$warm || echo "did not pass"; done; done

drill: environment ## Print how others fare beside slow clients, searches, killed processes and databases, SECONDS=60 each
	@$(PYTHON) -m tests.drill $(SECONDS)
	@$(PYTHON) -m tests.drill.moving
	@$(PYTHON) -m tests.drill.machines
	@$(PYTHON) -m pytest -q --reuse-db -m drill
	@EVERY_REQUEST=1 $(PYTHON) -m pytest -q --reuse-db tests/tenancy/test_matrix_*.py \
		tests/tenancy/test_crossing.py tests/tenancy/test_after_reorganisation.py \
		tests/tenancy/test_public.py tests/browser/test_errands.py
	@KILLS=50 $(PYTHON) -m pytest -q --reuse-db tests/aggregator/test_kill.py
	@WHOLE_CORPUS=1 KILLS=100 $(PYTHON) -m pytest -q -s --reuse-db tests/media/corpus
	@$(PYTHON) -m tests.drill.materials
	@$(PYTHON) -m tests.drill.aged_pages
	@for day in wednesday sunday end-of-month new-year tet leap-day late-evening after-midnight; do \
		$(MAKE) test-day DAY=$$day || exit 1; done
	@$(PYTHON) -m tests.drill.fakes
	@$(PYTHON) -m tests.drill.restarts
	@$(PYTHON) -m tests.drill.mutants

clean: ## Remove .venv, the databases made here and all caches
	@rm -rf .venv .state static-collected .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache htmlcov .coverage test-artifacts
	@find . -name __pycache__ -prune -exec rm -rf {} +
