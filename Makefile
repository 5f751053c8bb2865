# Every command of the project. Works with GNU make 3.81, which macOS ships, and newer.

PYTHON ?= python3
PORT ?= 8501
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -q
GOAL := $(firstword $(MAKECMDGOALS))

# Stamps: newer than the lists they stand for when everything on them is installed.
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
SPARK_READY := $(VENV)/.spark-ready
# Holds the number of the process that is installing. Still there with nobody behind it, that process was interrupted:
# nothing in the environment is believed then, and it is made again.
BUSY := $(VENV)/.incomplete

ifneq ($(wildcard $(BUSY)),)
$(shell rm -f $(RUN_READY) $(DEV_READY) $(SPARK_READY))
endif

.DEFAULT_GOAL := help
.PHONY: help run serve spark test coverage screen bench bench-screen fuzz load soak score check format lock access audit sbom record annotate screenshots clean

help: ## list the commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(RUN_READY) ## open the app in a browser (another port: make run PORT=9000)
	@$(PY) -m streamlit run deploy/server.py --server.port $(PORT)

serve: $(RUN_READY) ## run it for others, behind a proxy, without the internet: make serve HOST=trials.example.org
	@TRIAL_EXPLORER_INTERNET=no STREAMLIT_SERVER_ALLOWED_HOSTS="$(or $(HOST),localhost)" STREAMLIT_SERVER_XSRF_COOKIE_SAME_SITE=strict \
		$(PY) -m streamlit run deploy/server.py --server.port $(PORT) --server.headless true

spark: $(SPARK_READY) ## install PySpark too: half a gigabyte, and needs a Java of 17 or newer

test: $(DEV_READY) ## run all tests (some: make test ARGS="-k eligibility"; one at a time: ARGS="-n 0")
	@$(PY) -m tests.browser
	@$(PY) -m pytest -n auto --maxprocesses 4 --screenshot only-on-failure $(ARGS)

coverage: $(DEV_READY) ## run the tests and say which lines none of them runs (twice as long before Python 3.12)
	@$(PY) -m tests.browser
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest -n auto --maxprocesses 4 $(ARGS)
	@$(PY) -m coverage combine -q
	@$(PY) -m coverage report

bench: $(DEV_READY) ## time every page in a browser, as multiples of an empty app
	@$(PY) -m tests.browser
	@$(PY) -m tests.bench $(ARGS)

screen: $(RUN_READY) ## screen a list of people: make screen PEOPLE=list.csv OUT=screened.csv (RECORD=NCT…)
	@$(PY) -m data.screening --record $(or $(RECORD),NCT03972488) $(if $(PEOPLE),--people "$(PEOPLE)" --out "$(or $(OUT),screened.csv)",--facts)

bench-screen: $(DEV_READY) ## time the screening of invented people against a plain count: make bench-screen N=1000000
	@$(PY) -m tests.bench_screen $(or $(N),100000)

fuzz: $(DEV_READY) ## damage records at random, open each and make its files: make fuzz N=10000
	@$(PY) -m tests.fuzz $(or $(N),100) $(if $(SEED),--seed $(SEED)) $(ARGS)

load: $(DEV_READY) ## find how many visitors at once are served within a second, against an empty app
	@$(PY) -m tests.load

soak: $(DEV_READY) ## let visitors come and go for some minutes and watch the memory: make soak MINUTES=60
	@$(PY) -m tests.soak $(or $(MINUTES),5)

score: $(DEV_READY) ## hold drafted rules against gold sets: make score GOLD=../gold (figures: docs/drafting.md)
	@$(PY) -m tests.score "$(GOLD)" $(ARGS)

check: $(DEV_READY) ## lint, formatting, types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(DEV_READY) ## put imports, spaces and line ends in order
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

lock: $(DEV_READY) ## pin what pyproject.toml asks for (newer versions: make lock ARGS=--upgrade)
	@$(call lock,requirements.txt,pyproject.toml)
	@$(call lock,requirements-dev.txt,--group dev --constraint requirements.txt)
	@$(call lock,requirements-spark.txt,--group spark --constraint requirements.txt)

access: $(DEV_READY) ## look at every state of every page for what breaks an accessibility rule (half an hour or more)
	@$(PY) -m tests.browser
	@$(PY) -m tests.access $(ARGS)

audit: $(DEV_READY) ## ask for known holes in what is installed (uses the internet)
	@$(PY) -m uv tool run pip-audit --require-hashes --disable-pip -r requirements.txt

sbom: $(DEV_READY) ## list what the app is made of, as CycloneDX (uses the internet): make sbom > sbom.json
	@$(PY) -m uv tool run --from cyclonedx-bom cyclonedx-py requirements requirements.txt

record: $(DEV_READY) ## build the shipped data again from its sources
	@$(PY) -m data.records.build $(ARGS)

annotate: $(RUN_READY) ## write the skeleton of an annotation file: make annotate NCT=NCT01234567
	@$(PY) -m data.records.annotate $(NCT)

screenshots: $(DEV_READY) ## take the pictures of the README again
	@$(PY) -m tests.browser
	@$(PY) -m tests.screenshots $(ARGS)

clean: ## remove the environment, the caches and what tests left
	rm -rf $(VENV) .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# For Python 3.11 and every newer one, on every system; with hashes, so that what is installed is what was tested.
lock = $(PY) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --output-file $(1) $(ARGS) $(2)

$(RUN_READY): requirements.txt $(PY)
	@$(new_environment)
	@$(call install,-r requirements.txt,what the app needs)

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	@$(call install,-r requirements-dev.txt,what tests and checks need)

$(SPARK_READY): requirements-spark.txt $(DEV_READY)
	@$(call install,-r requirements-spark.txt,Spark)

# Not there, or it points to a Python that is gone: the stamp's own rule sees to it.
$(PY): ;

# Python compiles what is imported, when it is; most of what is installed never is.
install = set -e; rm -f $@; echo $$$$ > $(BUSY); \
	echo "Installing $(2) into $(VENV) (a minute or two, once)"; \
	$(PIP) install --no-compile --require-hashes $(1); \
	rm $(BUSY); touch $@

# Keeps an environment that is whole and new enough; else makes one, or says in a sentence why it cannot.
define new_environment
say() { echo "$$*" >&2; exit 1; }; \
if [ -s $(BUSY) ] && kill -0 "$$(cat $(BUSY))" 2>/dev/null; then \
	say "Process $$(cat $(BUSY)) is setting up $(VENV). Wait until it is through, then make $(GOAL) again."; fi; \
if [ ! -e $(BUSY) ] && $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exit 0; fi; \
version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || \
	say "There is no $(PYTHON) here. Install Python 3.11 or newer, or name the one you have: make $(GOAL) PYTHON=python3.12"; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	say "Trial Explorer needs Python 3.11 or newer, and $(PYTHON) is $$version. Name a newer one: make $(GOAL) PYTHON=python3.12"; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	say "$(PYTHON) cannot make an environment without its venv module (Debian, Ubuntu: apt install python$$version-venv): install it, then make $(GOAL) again."; \
set -e; rm -rf $(VENV); mkdir $(VENV); echo $$$$ > $(BUSY); \
$(PYTHON) -m venv $(VENV)
endef
