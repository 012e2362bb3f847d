# Everything runs in .venv, built from the hashed uv.lock; uv itself lives in .uv.
# pip and uv follow the machine's own settings: no package index is named here.

PYTHON ?= python3
OFFICE ?= kim-thanh
YEAR ?= 2024
OUT ?=
ARGS ?=
# Processes that share the tests, each file of tests whole to one of them: one more than there are cores, for one of them
# waits most of the time, for a browser, LibreOffice or a run that is to end. PROCESSES=0 runs all in one, as a debugger needs it.
PROCESSES ?= $(shell expr 1 + $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1))
# Groups of pyproject.toml beyond the usual: GROUPS="--group=documents" for the checkers of documents.
GROUPS ?=
UV_VERSION = 0.13.9

UV = .uv/bin/uv
BIN = .venv/bin
READY = .venv/.ready
BUILT := $(shell cat $(READY) 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help report check test lint style types linters trials lab bench sample guide pictures clean

help: ## In trang này
	@printf 'Cách dùng: make LỆNH [YEAR=2024] [OFFICE=kim-thanh] [OUT=...] [PYTHON=python3] [ARGS=...]\n\n'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 12

report: $(READY) ## Lập báo cáo của YEAR cho OFFICE, in nơi báo cáo nằm
	@$(BIN)/ctxh report $(YEAR) --office $(OFFICE) $(ARGS)

check: $(READY) ## Đọc và kiểm tra số liệu của YEAR
	@$(BIN)/ctxh check $(YEAR) --office $(OFFICE) $(ARGS)

test: $(READY) ## Chạy các phép thử
	@$(BIN)/python -m pytest --numprocesses=$(PROCESSES) --maxprocesses=9 --dist=loadfile --no-loadscope-reorder $(ARGS)

lint: style types ## Kiểm tra cách viết và kiểu của mã nguồn (ruff, mypy)

style: linters
	@$(BIN)/ruff check lib tests
	@$(BIN)/ruff format --check lib tests

types: linters
	@$(BIN)/mypy

linters:
	@$(MAKE) --no-print-directory $(READY) GROUPS="$(sort $(GROUPS) $(BUILT) --group=lint)"

trials: $(READY) ## Chạy các phép thử dài, ghi số liệu vào tests/README.md
	@$(BIN)/python tests/trials.py $(ARGS)

lab: $(READY) ## Mở JupyterLab, có notebooks, data và outputs
	@$(BIN)/ctxh lab $(ARGS)

bench: $(READY) ## Đo các việc của một báo cáo, ghi outputs/bench và bảng trong README
	@$(BIN)/python tests/bench.py $(ARGS)

sample: $(READY) ## Làm các sổ Excel giả định của YEAR cho OFFICE, ghi vào OUT
	@$(BIN)/python tests/sample $(OFFICE) $(YEAR) $(or $(OUT),$(error OUT=THƯ_MỤC nói ghi vào đâu))

pictures: report ## Chụp lại các hình của README, từ báo cáo và từ JupyterLab chạy mọi sổ
	@$(BIN)/python -m pytest -q tests/test_lab.py --pictures .readme
	@$(BIN)/python .readme/pictures.py

guide: $(READY) ## Viết lại phần mô tả các biểu trong data/README.md
	@$(BIN)/python tests/sample/guide.py

clean: ## Xoá môi trường (.venv, .uv); không đụng tới data và outputs
	rm -rf .venv .uv

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'LỖI: cần Python 3.11 trở lên; chỉ ra bằng PYTHON=...' >&2; exit 2; }
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install -qq uv==$(UV_VERSION)

# The mark holds the groups that .venv was built with; asked for one more, it is built anew.
ifneq ($(filter-out $(BUILT),$(GROUPS)),)
.PHONY: $(READY)
endif

# A machine whose pip has an index of its own gets the same locked hashes through pip.
$(READY): uv.lock pyproject.toml | $(UV)
	@echo 'Dựng môi trường .venv (lần đầu mất một hai phút)...'
	@$(UV) venv --quiet --allow-existing --python $$($(PYTHON) -c 'import sys; print(sys.executable)') .venv
	@$(UV) sync --quiet --frozen --compile-bytecode --no-python-downloads $(GROUPS) || $(MAKE) --no-print-directory by-pip
	@$(BIN)/python -m compileall -q lib
	@echo '$(GROUPS)' >$@

.PHONY: by-pip
by-pip:
	@echo 'uv không tải được gói; thử lại bằng pip với thiết lập của máy...'
	@$(UV) export --quiet --frozen $(GROUPS) --no-emit-project --format requirements-txt --output-file .uv/locked.txt
	@.uv/bin/python -m pip --python $(BIN)/python install -qq --require-hashes --requirement .uv/locked.txt
	@.uv/bin/python -m pip --python $(BIN)/python install -qq --no-deps --editable .
