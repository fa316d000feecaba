# Two commands from a fresh clone: `make demo` and `make test`. `make help` lists the rest.
# They need Python 3.11, 3.12 or 3.13 and make; everything else goes into $(VENV) from requirements.lock.

VENV ?= .venv
BENCH_VENV ?= .venv-bench
LOCK_VENV ?= .venv-lock
JOBS ?= 2
BIN = $(VENV)/bin
STAMP = $(VENV)/.stamp
PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

# The first of these that is 3.11 to 3.13; `make PYTHON=/path/to/python` takes another.
FIND_PYTHON = for p in python3 python3.13 python3.12 python3.11 python; do \
  if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then echo $$p; exit; fi; done
NO_PYTHON = crossframe needs Python 3.11, 3.12 or 3.13, and none of python3, python3.13, python3.12, python3.11 is one \
  (python3 is: $$(python3 --version 2>&1)). Install one, or name it: make PYTHON=/path/to/python3.12

.PHONY: help demo test test-all lab notebooks bench check lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

demo: $(STAMP)  ## compare the four outlets of the bundled corpus; writes report.html
	$(BIN)/crossframe demo -o report.html

test: $(STAMP)  ## the tests, the examples in the docstrings, the notebooks
	$(BIN)/python -m pytest -n $(JOBS)

test-all:  ## the same on every Python from 3.11 to 3.13 that is installed
	for v in 3.11 3.12 3.13; do $(MAKE) test PYTHON=python$$v VENV=.venv-$$v || exit; done

lab: $(STAMP)  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

notebooks: $(STAMP)  ## run every notebook again and store its outputs
	$(BIN)/python tests/notebooks.py

check: $(STAMP)  ## lint, types, then all that `make test` runs
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(JOBS)

bench: $(BENCH_VENV)/.stamp  ## time crossframe beside its peers on ../shared/data/abp (sets up .venv-bench)
	$(BENCH_VENV)/bin/python -m pytest tests/bench

lock:  ## solve requirements.lock again from pyproject.toml
	$(call make_venv,$(LOCK_VENV))
	$(LOCK_VENV)/bin/python $(PIP_INSTALL) uv
	$(LOCK_VENV)/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-annotate --custom-compile-command "make lock" \
	  --extra notebooks --extra lexicons --extra test --group build pyproject.toml -o requirements.lock

clean:  ## remove what make made
	rm -rf $(VENV) $(BENCH_VENV) $(LOCK_VENV) .venv-3.* report.html build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis .benchmarks
	find . -name __pycache__ -prune -exec rm -rf {} +

define make_venv
	@p="$(PYTHON)"; p="$${p:-$$($(FIND_PYTHON))}"; \
	if [ -z "$$p" ]; then echo "$(NO_PYTHON)" >&2; exit 1; fi; \
	if ! [ -x $(1)/bin/python ]; then echo "Setting up $(1) with $$($$p --version) ..."; $$p -m venv $(1); fi
endef

$(STAMP): requirements.lock pyproject.toml
	$(call make_venv,$(VENV))
	$(BIN)/python $(PIP_INSTALL) --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
