# Two commands from a fresh clone: `make demo` and `make test`. `make help` lists the rest.
# They need make and Python 3.11, 3.12 or 3.13; everything else goes into $(VENV), as requirements.lock says.

VENV ?= .venv
JOBS ?= 2
BIN = $(VENV)/bin
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

# The first of these that is 3.11 to 3.13; `make PYTHON=/path/to/python` takes another.
FIND_PYTHON = for p in python3 python3.13 python3.12 python3.11 python; do \
  if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then echo $$p; exit; fi; done
NO_PYTHON = crossframe needs Python 3.11, 3.12 or 3.13, and none of python3, python3.13, python3.12, python3.11 is one \
  (python3 is: $$(python3 --version 2>&1)). Install one, or name it: make PYTHON=/path/to/python3.12

.PHONY: help demo test test-all lab notebooks lint check bench soak lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

demo: $(VENV)/.stamp  ## compare the four outlets of the bundled corpus; writes report.html
	$(BIN)/crossframe demo -o report.html

test: $(VENV)/.stamp  ## the tests, the examples in the docstrings, the notebooks
	$(BIN)/python -m pytest -n $(JOBS)

test-all:  ## the same on every Python from 3.11 to 3.13 found here
	bash .ci/run

lab: $(VENV)/.stamp  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

notebooks: $(VENV)/.stamp  ## run every notebook again and store its outputs
	$(BIN)/python tests/run_notebooks.py

lint: $(VENV)/.stamp  ## ruff and types
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint test  ## both: what a change must pass

bench: .venv-bench/.stamp  ## time crossframe beside its peers on ../shared/data/abp; sets up .venv-bench
	HOME=$(CURDIR)/.venv-bench .venv-bench/bin/python -m pytest tests/bench -o addopts= -o filterwarnings=default --benchmark-quiet

soak: $(VENV)/.stamp  ## how often intervals of scales hold the truth, in many simulated worlds: some minutes
	OMP_NUM_THREADS=1 $(BIN)/python tests/bench/scaling_coverage.py 400

lock: .venv-lock/.stamp  ## solve requirements.lock again from pyproject.toml
	.venv-lock/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  --extra notebooks --extra test --group build pyproject.toml -o requirements.lock
	.venv-lock/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --no-annotate --custom-compile-command "make lock" pyproject.toml tests/bench/requirements.in -o tests/bench/requirements.txt

clean:  ## remove what make made
	rm -rf .venv .venv-* report.html build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis .benchmarks
	find . -name __pycache__ -prune -exec rm -rf {} +

# A virtual environment, made once.
define venv
	@p="$(PYTHON)"; p="$${p:-$$($(FIND_PYTHON))}"; if [ -z "$$p" ]; then echo "$(NO_PYTHON)" >&2; exit 1; fi; \
	  [ -x $(@D)/bin/pip ] || { echo "Setting up $(@D) with $$p; this is done once."; $$p -m venv $(@D) || { rm -rf $(@D); exit 1; }; }
endef

# What the lock says, then the package itself, editable.
$(VENV)/.stamp: requirements.lock pyproject.toml
	$(venv)
	$(BIN)/python $(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-bench/.stamp: tests/bench/requirements.txt pyproject.toml
	$(venv)
	.venv-bench/bin/python $(PIP_INSTALL) --no-deps -r tests/bench/requirements.txt convokit==5.0.0
	.venv-bench/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-lock/.stamp:
	$(venv)
	.venv-lock/bin/python $(PIP_INSTALL) uv
	@touch $@
