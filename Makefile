# Four doors: demo, test, check, docs. Needs Python >= 3.11, make and git; nothing else.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PILOT ?= 330100
DEMO ?= demo

.PHONY: compiled pages bench-site canary demo demo-site test check format docs pilots portfolios bench laws bench-forecast lock clean test-313 deadlines alterations walks edits

demo: $(VENV)/run.done  ## compile the plan of a real pilot
	test -e $(DEMO)/$(PILOT) || $(BIN)/dafeng new $(PILOT) $(DEMO)/$(PILOT)
	$(BIN)/dafeng plan $(DEMO)/$(PILOT)

test: $(VENV)/test.done  ## all checks and tests; those of the site on PostgreSQL too, where there is one
	$(MAKE) -j 2 check compiled
	$(BIN)/pytest -n 3 --dist worksteal -q
	$(BIN)/python -m tools.postgres $(BIN)/pytest -n 3 --dist worksteal -q tests/web --ignore tests/web/test_serving.py

# Three on two cores, since one often waits for a browser or a process. The tests of serving have
# stores of their own and would say the same twice.

# Beside the types, which take one core: otherwise every process of the tests compiles the kernels
# and all test modules for itself.
compiled: $(VENV)/test.done
	$(BIN)/pytest -q -p no:cacheprovider -k "test_sweep.py and peak"

check: $(VENV)/test.done  ## style, types, import contract
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test.done
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

pilots: $(VENV)/run.done  ## compile all 35 pilots; prints time and memory
	$(BIN)/dafeng plan --all-pilots $(DEMO)/pilots

portfolios: $(VENV)/test.done  ## hold the 2030 statement of all 35 pilots; writes docs/pilots.md; 10 min
	$(BIN)/python -m bench.pilots --write

bench: $(VENV)/test.done  ## measured jobs, as ratios within one run
	$(BIN)/python -m bench

bench-forecast: $(VENV)/test.done  ## forecasts of both CO2 series against the naive ones; 3 min
	$(BIN)/python -m bench.forecast

demo-site: $(VENV)/run.done  ## the site with a programme in mid-review, people of every role
	$(BIN)/dafeng serve --demo --site $(DEMO)/site

canary: $(VENV)/test.done  ## 10,000 random request sequences, none shows another city's words; every cell of the matrix; 30 min
	DAFENG_CANARY=10000 DAFENG_MATRIX=6 $(BIN)/pytest -q tests/web/programmes/test_canary.py tests/web/programmes/test_matrix.py

bench-site: $(VENV)/load.done  ## 100 people on the demonstration for 5 minutes
	$(BIN)/python -m bench.site

laws: $(VENV)/test.done  ## 500 random systems against plain loops, 10,000 against their laws
	DAFENG_SYSTEMS=500 $(BIN)/pytest -n 2 -q tests/scenarios/test_kernel_against_loops.py

deadlines: $(VENV)/test.done  ## 100,000 deadlines against a whole-number twin in four time zones
	DAFENG_DEADLINES=100000 $(BIN)/pytest -q tests/programme/test_deadlines.py -k twin

alterations: $(VENV)/test.done  ## 10,000 alterations of a signed log, all to be found
	DAFENG_ALTERATIONS=10000 $(BIN)/pytest -q tests/record/test_log.py -k every_alteration

walks: $(VENV)/test.done  ## 400 random walks through the programme and 8,000 spoilt events; 5 min
	DAFENG_PATHS=400 DAFENG_EVENTS=4000 $(BIN)/pytest -q tests/programme -k "promise or breaks_the_machine"

pages: $(VENV)/test.done  ## pages behind the sign-in as every role, and the path of batch 1, in both languages; 10 min
	DAFENG_PAGES=1 $(BIN)/pytest -q tests/web/programmes/test_words.py tests/browser/test_barriers.py tests/browser/test_batch_one.py

edits: $(VENV)/test.done  ## 40 processes with 50 edits each on one dossier; 5 min
	DAFENG_EDITORS=40 DAFENG_EDITS=50 $(BIN)/pytest -q tests/web/dossiers/test_many_editors.py

test-313:  ## the same tests on Python 3.13; types are checked against the libraries of 3.11
	$(MAKE) .venv313/test.done VENV=.venv313 PYTHON=python3.13
	.venv313/bin/pytest -n 2 -q

docs: $(VENV)/test.done  ## write the generated sections of the manual anew
	$(BIN)/python -m tools.manual

lock: $(VENV)/test.done  ## write the lock files anew from pyproject.toml
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) .venv313 $(DEMO)

$(VENV)/python.done:
	@test -n "$(PYTHON)" || { echo "Dafeng needs Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run.done: $(VENV)/python.done requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/load.done: $(VENV)/run.done requirements-load.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-load.lock
	touch $@

$(VENV)/test.done: $(VENV)/run.done requirements-test.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@
