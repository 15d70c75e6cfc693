# The same commands on a laptop and in CI. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
# some machines forbid it: each of hundreds of processes of the tests would compile our code anew
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo app test nightly check lean wheel format bench notebook api licences clean

help:  ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/ready  ## A fictional programme, from raw notes to learning briefs (folder demo-programme)
	$(BIN)/learnbrief demo demo-programme

app: .venv/ready  ## Open the evaluators' web app on the demo
	$(BIN)/learnbrief app --workspace demo-programme

test: .venv/ready-dev  ## Every test; what needs a browser, a database server or an office suite skips without one
	OMP_NUM_THREADS=1 $(BIN)/pytest -n auto --dist loadfile

nightly: .venv/ready-dev  ## What CI holds in a short form, in its long one: the year, databases, Dask, the wheel, kills
	CI=true $(BIN)/pytest -m "nightly or postgres"
	$(BIN)/pytest -m hypothesis --hypothesis-profile night
	$(BIN)/pytest tests/flows/test_dask.py
	PYTHONPATH=. $(BIN)/python benchmarks/kill.py --moments 50 --seed 1
	.ci/lean

check: .venv/ready-dev  ## Lint, format, types, layers, what is declared and what is imported
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@mkdir -p build/root/learnbrief
	@for folder in corpus nlp outputs flows; do ln -sfn ../../../$$folder build/root/learnbrief/$$folder; done
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry corpus nlp outputs flows

lean:  ## What a user gets: the wheel alone in a fresh environment, and a brief made with it
	.ci/lean

wheel: .venv/ready  ## The package as one file, dist/learnbrief-*.whl, for pipx, uv and pip
	rm -rf build/lib dist
	$(BIN)/pip wheel --quiet --no-deps -w dist .

notebook: .venv/ready-dev  ## Run docs/notebook.ipynb and keep what it shows
	$(BIN)/python -m tests.test_notebook

api: .venv/ready-dev  ## A page with every name of the library (build/api/index.html)
	$(BIN)/python -W error -m pdoc -d google -o build/api learnbrief.flows.library

licences: .venv/ready-dev  ## List the licences of all that is shipped and installed (docs/licences.md)
	.ci/licences

format: .venv/ready-dev  ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/ready-dev  ## The benchmarks that need no outside data; see benchmarks/README.md for the rest
	$(BIN)/python benchmarks/redaction.py
	$(BIN)/python benchmarks/change.py
	$(BIN)/python benchmarks/search.py

clean:  ## Remove the demo and caches, keep the environment
	rm -rf demo-programme .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist *.egg-info
