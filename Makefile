# Every task of the project; `make help` lists them.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
RAW    ?= data/raw
OUT    ?= data/processed
CORPUS ?= ../shared/corpus
WORKERS ?=
CORRECTIONS ?= data/corrections.csv
SPEAK ?= en

.DEFAULT_GOAL := help
.PHONY: help setup extract report export notebooks doctor test test-all check lint types samples pictures golden quality scans dictionary train-diacritics train-ocr train-units bench soak lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## virtual environment, pinned packages, Tesseract with Vietnamese
	@sh tools/tesseract.sh

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up the environment, once: a minute or two ..."
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo "Python cannot make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

extract: setup ## read RAW (data/raw) and publish the tables in OUT (data/processed)
	@$(PY) -m pipeline --lang $(SPEAK) extract "$(RAW)" --out "$(OUT)" --corrections "$(CORRECTIONS)" $(if $(WORKERS),--workers $(WORKERS))

report: setup ## write pages that show where every value came from, into OUT/report
	@$(PY) -m pipeline --lang $(SPEAK) report "$(OUT)" --raw "$(RAW)" $(if $(WORKERS),--workers $(WORKERS))

export: setup ## write the tables of OUT as Excel, CSV and DuckDB into OUT/export
	@$(PY) -m pipeline --lang $(SPEAK) export "$(OUT)" --out "$(OUT)/export"

notebooks: setup ## run the notebooks on OUT and write them as web pages into OUT/notebooks
	@VNPLAN_DATASET="$(abspath $(OUT))" $(VENV)/bin/jupyter nbconvert --log-level=ERROR '--ExecutePreprocessor.extra_arguments=["--log-level=ERROR"]' --execute --to html --output-dir "$(OUT)/notebooks" notebooks/*.ipynb
	@ls "$(OUT)"/notebooks/*.html

doctor: ## what is installed, what is missing and how to get it
	@$(if $(wildcard $(PY)),$(PY),$(PYTHON)) -m pipeline --lang $(SPEAK) doctor "$(OUT)"

test: setup ## the tests, without the slow ones (all of ../shared/realdocs)
	@$(PY) -m pytest -q -m "not slow"

test-all: setup ## every test
	@$(PY) -m pytest -q

lint: $(VENV)/.installed ## style and formatting
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

types: $(VENV)/.installed ## static types
	@$(VENV)/bin/pyright

check: lint types test ## style, types and tests

samples: setup ## make the sample documents of data/raw and their truth anew
	@$(PY) -m tests.samples.generate

pictures: setup ## make the pictures of the docs anew
	@$(PY) -m tests.pictures

golden: setup ## rewrite tests/golden from what the pipeline gives now
	@$(PY) -m pytest -q tests/test_golden.py --rewrite-golden

quality: setup ## figures of the samples and of annotated real documents, beside their floors
	@$(PY) -m tests.quality && $(PY) -m tests.realdocs

dictionary: $(VENV)/.installed ## rewrite the data dictionary of README.md from the schema
	@$(PY) -m pipeline.store.datapackage

train-diacritics: setup $(VENV)-train/.installed ## train the restorer from CORPUS and write models/diacritics: two hours
	@$(VENV)-train/bin/python -m models.diacritics.train --corpus "$(CORPUS)" --out models/diacritics

$(VENV)-train/.installed: requirements.lock models/diacritics/requirements.txt
	@$(PYTHON) -m venv --clear $(VENV)-train
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(VENV)-train/bin/python -m pip install --quiet --disable-pip-version-check -r models/diacritics/requirements.txt
	@touch $@

train-ocr: setup ## teach Tesseract's Vietnamese model plans and bad scans from CORPUS: two hours
	@$(PY) -m models.ocr.train --corpus "$(CORPUS)" --out models/ocr

train-units: setup ## train the unit recogniser from CORPUS and write models/units
	@$(PY) -m models.units.train --corpus "$(CORPUS)" --out models/units

scans: setup ## figures of the samples worn as scans, and of real scans, beside bare Tesseract
	@$(PY) -m tests.scans

bench: setup ## time the parts beside their limits
	@$(PY) -m tests.bench

soak: setup ## what a long run meets: kills, damaged files, a full disk, thousands of documents: twenty to thirty minutes
	@$(PY) -m tests.soak

lock: ## compile requirements.lock from pyproject.toml
	@$(VENV)/bin/uv pip compile --quiet pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --output-file requirements.lock

clean: ## remove the environment and the published tables
	@rm -rf $(VENV) data/processed/* data/processed/.versions data/processed/.current data/processed/.ledger
