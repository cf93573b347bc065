# make map: install what is needed and draw the example map.   make test: the whole suite.   make check: what CI runs besides.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
ARTICLES ?= examples/articles
OUT ?= output
WORKERS ?= 2

.PHONY: map test lint types imports gazetteer rebuild check reliability coverage bench docs audit locks clean

map: .venv/.run
	@$(BIN)/geomap run $(ARTICLES) -o $(OUT)
	@echo "The map is $(OUT)/map.html: open it in a browser."

# Each worker takes one half of the tests as they stand and the rest of the other at the end: what a module needs is made once, by one worker.
test: .venv/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: lint types imports gazetteer

lint: .venv/.dev
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

gazetteer: .venv/.dev
	$(BIN)/python gazetteer/build/check.py

# Builds the bundled gazetteer again from the registries' packages and the curated tables, and compares it byte for byte.
rebuild: .venv/.gazetteer
	.venv-gazetteer/bin/python gazetteer/build/build.py --check

# The long round, one piece after the other, then docs/reliability.md from what they found: some two hours of one processor. RESUME=1 goes on
# with a round that was cut off; the page names the version of each piece.
SECONDS ?= 20
INPUTS ?= 200000
KILLS ?= 300
MUTANTS ?= 60
ROUND := build/reliability
PIECES := fuzz guided kills bombs hostile surroundings coverage mutants
reliability: .venv/.dev
	@test -n "$(RESUME)" || rm -rf $(ROUND)
	@mkdir -p $(ROUND)
	@for piece in $(PIECES); do $(MAKE) --no-print-directory $(ROUND)/$$piece || exit 1; done
	$(BIN)/python -m tests.reliability.report $(ROUND)

$(ROUND)/fuzz:
	$(BIN)/python -m tests.reliability.fuzz --seconds $(SECONDS) --total $(INPUTS) -o $@.json
	@$(DONE)

# Only where atheris has a wheel for this Python; without it the page says so.
$(ROUND)/guided: build/tools/.guided
	@! test -d build/tools/atheris || PYTHONPATH=build/tools $(BIN)/python -m tests.reliability.guided --seconds $(SECONDS) -o $@.json
	@$(DONE)

$(ROUND)/kills:
	$(BIN)/python -m tests.reliability.kills $(KILLS) > $@.txt
	@$(DONE)

$(ROUND)/bombs:
	$(BIN)/python benchmarks/bombs.py | tee $@.txt && tail -1 $@.txt | grep -q '"over": \[\]'
	@$(DONE)

$(ROUND)/hostile:
	GEOMAP_REQUIRE_BROWSER=1 $(BIN)/python -m pytest -q -p no:cacheprovider tests/reliability/test_hostile.py tests/browser -k hostile --junitxml $@.xml
	@$(DONE)

$(ROUND)/surroundings:
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/reliability/test_surroundings.py tests/reliability/test_reliability.py --junitxml $@.xml
	@$(DONE)

$(ROUND)/mutants:
	$(BIN)/python -m tests.reliability.mutants --most $(MUTANTS) -o $@.json
	@$(DONE)

$(ROUND)/coverage:
	@$(MAKE) --no-print-directory coverage
	@cp build/coverage.txt $@.txt && $(DONE)

DONE = { git describe --always --dirty 2>/dev/null || echo unknown; } > $@

build/tools/.guided: tests/reliability/guided.txt
	@mkdir -p build/tools
	-$(PIP) install -q --no-deps --require-hashes --only-binary :all: --target build/tools -r tests/reliability/guided.txt
	@touch $@

build/tools/.coverage: tests/reliability/requirements.txt
	@mkdir -p build/tools
	$(PIP) install -q --no-deps --require-hashes --target build/tools -r tests/reliability/requirements.txt
	@touch $@

# Branch coverage of four packages, each by its own tests.
coverage: .venv/.dev build/tools/.coverage
	@rm -f build/coverage.txt
	@for p in places events control store; do \
	  more=""; test $$p = store && more=tests/reliability/test_surroundings.py; \
	  PYTHONPATH=build/tools COVERAGE_FILE=build/.coverage $(BIN)/python -m pytest -q -p no:cacheprovider --cov=geomap.$$p --cov-branch \
	    --cov-report=term-missing tests/$$p $$more > build/coverage-$$p.txt || { tail -20 build/coverage-$$p.txt; exit 1; }; \
	  echo "- \`geomap.$$p\`: $$(awk '/^TOTAL/ { print $$NF }' build/coverage-$$p.txt)" >> build/coverage.txt; done
	@cat build/coverage.txt

# Every stage, start-up, memory and the peers; AGAINST=FILE gives ratios to an earlier result.
bench: .venv/.dev .venv/.bench
	@mkdir -p build
	$(BIN)/python benchmarks/all.py -o build/bench.jsonl --peers .venv-bench/bin/python $(if $(AGAINST),--against $(AGAINST))

.venv/.bench: .venv/pyvenv.cfg benchmarks/requirements.txt
	@test -x .venv-bench/bin/python || $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check install -q --no-deps --require-hashes -r benchmarks/requirements.txt
	@touch $@

# The pages as a site, build/site/index.html; a warning is an error. Commands and Python names are written anew first.
docs: .venv/.dev .venv/.docs
	$(BIN)/python docs/reference/write.py
	.venv-docs/bin/python docs/site/build.py
	@echo "The site is build/site/index.html: open it in a browser."

.venv/.docs: .venv/pyvenv.cfg docs/site/requirements.txt
	@test -x .venv-docs/bin/python || $(BIN)/python -m venv .venv-docs
	@.venv-docs/bin/python -m pip --disable-pip-version-check install -q --no-deps --require-hashes -r docs/site/requirements.txt
	@touch $@

# Known weaknesses of everything that is pinned; needs https://pypi.org/project/pip-audit/ on the path and a registry that answers for
# weaknesses (pypi.org does; a mirror that does not makes this fail: what was not looked at is not told as sound).
audit:
	@for lock in locks/run.txt locks/dev.txt docs/site/requirements.txt gazetteer/build/requirements.txt benchmarks/requirements.txt \
	  tests/reliability/requirements.txt tests/reliability/guided.txt; do \
	  echo "$$lock"; pip-audit --strict --disable-pip --require-hashes -r $$lock || exit 1; done

.venv/.gazetteer: .venv/pyvenv.cfg gazetteer/build/requirements.txt
	@test -x .venv-gazetteer/bin/python || $(BIN)/python -m venv .venv-gazetteer
	@.venv-gazetteer/bin/python -m pip --disable-pip-version-check install -q --no-deps --require-hashes -r gazetteer/build/requirements.txt
	@touch $@

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "geomap needs Python 3.11, 3.12 or 3.13; none was found. Install one, or say: make PYTHON=/path/to/python3.12 map"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/pyvenv.cfg locks/run.txt pyproject.toml
	@test -e .venv/.dev || $(PIP) install -q --no-deps --require-hashes -r locks/run.txt
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/pyvenv.cfg locks/dev.txt pyproject.toml
	@$(PIP) install -q --no-deps --require-hashes -r locks/dev.txt
	@$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

# Needs uv (https://docs.astral.sh/uv/); only who changes dependencies needs this.
locks:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --extra parse --extra documents --extra cluster --group dev pyproject.toml -o locks/dev.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	  --extra parse --group build -c locks/dev.txt pyproject.toml -o locks/run.txt
	echo "mkdocs-material>=9.7,<10" | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --no-emit-find-links - -o docs/site/requirements.txt

clean:
	rm -rf .venv .venv-gazetteer .venv-bench .venv-docs dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
