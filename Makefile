# Two commands do everything on a fresh machine with Python 3.11+ and pip: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
OUT    ?= out

.PHONY: demo test lint bench peers bundle gallery docs clean

# Made again when the dependencies change; the program itself is installed as it stands in this folder.
$(STAMP): pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "需要 Python 3.11 或更新版本"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖（只有第一次要等）……"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $(STAMP)

demo: $(STAMP)
	$(BIN)/powermodel check examples/示例社区
	$(BIN)/powermodel build examples/示例社区 -o $(OUT)

test: $(STAMP) lint
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(STAMP)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: $(STAMP)
	$(BIN)/python -m benchmarks

# Our charts beside those of other tools; needs Node 20 and Chromium, takes a quarter of an hour.
peers: $(STAMP)
	$(BIN)/python -m benchmarks.peers

# A folder of wheels for computers without a network: pip install --no-index --find-links wheels powermodel
bundle: $(STAMP)
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --wheel-dir wheels .

docs: $(STAMP)
	$(BIN)/powermodel rules --write docs/rules
	$(BIN)/powermodel library --write docs/library.md
	$(BIN)/powermodel schema --out schema

# Pictures of all charts of the library; takes some minutes.
gallery: $(STAMP)
	$(BIN)/python -m render.poster.gallery docs

clean:
	rm -rf $(VENV) $(OUT) wheels
