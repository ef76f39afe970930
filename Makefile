# One machine: `make run`. Everything there is: `make help`.
# Every target sets up what it needs; the second time that takes no time.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
PORT ?= 8080
DAY_SECONDS ?= 86400
STATE ?= .fastlane
RUN := .venv/bin/python
FASTLANE := $(RUN) -m standalone
TESTS ?= tests
# What `check` runs: binds code, contracts, documents, manifests and recorded histories.
CHECKED := tests/architecture tests/contract $(wildcard tests/workflow/test_replay*.py)
# Set by whoever wants tests side by side: make test JOBS=2
JOBS ?= 0

.DEFAULT_GOAL := help
.PHONY: help run demo down status reset verify trace dead-letters test test-unit check format bench \
	screenshots setup setup-dev browser lock clean

help: ## 列出全部命令 · List every command
	@awk 'BEGIN { FS = ":.*## " } /^## / { printf "\n%s\n", substr($$0, 4) } \
		/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\n%s\n' '变量 · Variables'
	@printf '  %-19s %s\n' 'PORT=$(PORT)' '网关端口，其余端口依次排列 · the gateway; other ports follow it' \
		'DAY_SECONDS=$(DAY_SECONDS)' '一个业务日的真实秒数 · real seconds per lane day' \
		'STATE=$(STATE)' '状态目录 · state folder'

## 运行 · Running

run: setup ## 启动全部服务，留在前台 · Start everything, stay in the foreground
	@exec $(FASTLANE) run --state '$(STATE)' --port $(PORT) --day-seconds $(DAY_SECONDS)

demo: setup ## 各政策包同时演示一季度业务(REPORT=文件 SPEED=秒/日)· Play a season, every pack at once
	@$(FASTLANE) demo --state '$(STATE)' $(if $(REPORT),--report '$(REPORT)') $(if $(SPEED),--day-seconds $(SPEED))

down: setup ## 停止，保留状态 · Stop, keep the state
	@$(FASTLANE) down --state '$(STATE)'

status: setup ## 查看各进程 · Show the processes
	@$(FASTLANE) status --state '$(STATE)'

reset: setup ## 停止并删除全部状态 · Stop and forget all state
	@$(FASTLANE) reset --state '$(STATE)' $(if $(YES),--yes)

verify: setup ## 独立核对有无丢失、重复、停滞 · Check that nothing is lost, doubled or stuck
	@$(FASTLANE) verify --state '$(STATE)'

trace: setup ## 查看调用链(ID=项目或调用链编号)· Show traces of a project (ID=...)
	@$(FASTLANE) trace --state '$(STATE)' '$(ID)'

dead-letters: setup ## 列出死信 · List dead letters
	@$(FASTLANE) dead-letters --state '$(STATE)' list

## 检查 · Checking

check: setup-dev ## 格式、类型、分层、契约、回放、部署清单 · Everything that needs no servers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(RUN) -m pytest $(CHECKED)

test: setup-dev browser ## 全部测试，含真实服务器(TESTS=路径)· All tests, real servers included
	$(RUN) -m pytest $(TESTS) $(if $(filter-out 0,$(JOBS)),-n $(JOBS))

test-unit: setup-dev ## 不需要任何服务器的测试 · Tests that need no server
	$(RUN) -m pytest tests/unit

format: setup-dev ## 统一格式 · Format the code
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: setup-dev ## 性能与内存，以比值给出 · Speed and memory, as ratios
	$(RUN) -m benchmarks

screenshots: setup-dev browser ## 重做文档截图 · Make the documents' pictures again
	$(RUN) -m tests.e2e.screenshots

## 安装与维护 · Setting up

setup: ## 安装运行所需 · Install what running needs
	@$(if $(PYTHON),,echo '✗ 找不到 Python。请安装 Python 3.11 · No Python was found; install Python 3.11' >&2; exit 1;) \
		'$(PYTHON)' standalone/setup_venv.py run

setup-dev: ## 安装测试和检查所需 · Install what tests and checks need
	@$(if $(PYTHON),,echo '✗ 找不到 Python。请安装 Python 3.11 · No Python was found; install Python 3.11' >&2; exit 1;) \
		'$(PYTHON)' standalone/setup_venv.py test

browser: setup-dev ## 安装浏览器测试所需 · Install what the browser tests need
	@'$(PYTHON)' standalone/setup_venv.py browser

lock: ## 重新锁定依赖版本(需要 uv)· Lock the dependencies again (needs uv)
	@command -v uv >/dev/null || { echo '✗ 请先安装 uv(pip install uv)· Install uv first (pip install uv)' >&2; exit 1; }
	cd requirements && for name in runtime standalone dev; do \
		uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
			--python-version 3.11 --universal --no-header $$name.in -o $$name.txt || exit 1; done

clean: ## 删除安装产物，保留状态 · Remove what was installed, keep the state
	rm -rf .venv node_modules services/portal/static/vendor .mypy_cache .ruff_cache .pytest_cache
