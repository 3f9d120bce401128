# Two commands matter: `make run` and `make test`. Both bring what they need.
#   make run REPO=/path/to/a/repository   imports that repository instead of this one
#   make run PORT=9000 DATA=/srv/journeywork
PYTHON ?= python3
BIN := .venv/bin
# Files of tests go side by side, in their order; each worker has a database and a browser of its own.
SIDE_BY_SIDE := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: run test test-long lint format bench docs pictures model lock clean environment tests-environment

run: environment
	$(BIN)/journeywork run $(if $(REPO),--repo "$(REPO)") $(if $(PORT),--port $(PORT)) $(if $(DATA),--data "$(DATA)")

# Everything that must hold, in the order of what fails fastest; ends with pytest's closing line.
test: lint
	$(BIN)/python -m tools.browser
	$(BIN)/python -m tools.solver
	$(BIN)/python -m pytest $(SIDE_BY_SIDE)

# Slow simulations and fault campaigns.
test-long: tests-environment
	$(BIN)/python -m tools.browser
	$(BIN)/python -m pytest -m long

lint: tests-environment
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	JOURNEYWORK_SECRETS=nothing-is-signed-where-only-types-are-read $(BIN)/mypy
	$(BIN)/lint-imports

format: tests-environment
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format --quiet

# Relevance and "who knows" against sets of real questions: make bench SETS=/path/to/the/sets
bench: tests-environment
	$(BIN)/python -m benchmarks $(if $(SETS),"$(SETS)")

# Reference pages are written from the code.
docs: tests-environment
	$(BIN)/python -m tools.reference
	$(BIN)/python -m tools.client

# Pictures of the documentation are taken from the running product, with the demo in it.
pictures: tests-environment
	$(BIN)/python -m tools.browser
	$(BIN)/python -m pytest tests/web/test_demo_pages.py
	$(BIN)/python -m tools.pictures

# A model that compares meanings, for administrators who want one: make model TO=/srv/journeywork/model
model: environment
	$(BIN)/python -m tools.model $(if $(TO),--to "$(TO)")

# Newest versions that fit pyproject.toml, by hash; names no index.
lock: tests-environment
	$(BIN)/python -m tools.lock

# Keeps the data.
clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

environment:
	@$(PYTHON) tools/bootstrap.py

tests-environment:
	@$(PYTHON) tools/bootstrap.py --dev
