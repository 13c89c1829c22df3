# One door for developers; .ci/run goes through the same one. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
JOBS ?= $(shell nproc)

BUILD := .build
PYTHON := $(CURDIR)/$(BUILD)/venv/bin/python
PROGRAM := $(CURDIR)/$(BUILD)/release/fubako
FAULTS := $(CURDIR)/$(BUILD)/faults.so
ROOT := $(DESTDIR)$(PREFIX)
SHARE := $(ROOT)/share
FUZZ_COUNT ?= 200000
BENCH ?=

SWIFT_FLAGS := -j $(JOBS) --explicit-target-dependency-import-check error
# The program carries Swift's library inside: it starts faster, and runs where no Swift is installed. It looks for no
# library beside itself, where somebody could have put one, and all that is bound when it starts becomes read-only.
RELEASE_FLAGS := $(SWIFT_FLAGS) -c release --static-swift-stdlib --disable-local-rpath \
	-Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now

# What the tests are told about their surroundings. Nothing of it is read by the program itself.
export FUBAKO_VECTORS ?= $(or $(realpath ../shared/vectors),$(abspath ../shared/vectors))
TEST_ENVIRONMENT = FUBAKO_PYTHON=$(PYTHON) FUBAKO_PROGRAM=$(PROGRAM) $(FAULTS_VARIABLE) \
	FUBAKO_PYTHON_VECTORS="$$($(PYTHON) -c 'import cryptography_vectors as v, os; print(os.path.dirname(v.__file__))')"
FAULTS_VARIABLE = $(if $(wildcard Tests/Faults/faults.c),FUBAKO_FAULTS=$(FAULTS))

.PHONY: help build release demo transcript test lint format unit-tests program-tests fuzz bench install clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

build: ## compile for development
	.ci/bootstrap build
	swift build $(SWIFT_FLAGS)

release: ## compile the program as it is installed: .build/release/fubako
	.ci/bootstrap build
	swift build $(RELEASE_FLAGS) --product fubako

demo: release ## seal, inspect, verify, open, compare, tamper, send by five ways: in a temporary folder
	.ci/bootstrap demo
	FUBAKO=$(PROGRAM) docs/demo.sh

transcript: release ## write what the demo shows into README.md
	.ci/bootstrap demo
	{ echo '```'; FUBAKO=$(PROGRAM) LC_ALL=C.UTF-8 docs/demo.sh | sed 1d; echo '```'; } | .ci/fill README.md transcript

test: lint unit-tests program-tests ## everything that .ci/run runs

lint: ## formatting, manual pages, house rules
	.ci/bootstrap test
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks
	mandoc -T lint -W warning man/*.[1-9]
	$(MANDOC_JAPANESE)
	.ci/check-rules

# mandoc knows the headings that a page must have in English only; the Japanese pages translate them.
MANDOC_JAPANESE = ! { mandoc -T lint -W warning man/ja/*.[1-9] || true; } | \
	grep -v -e 'first section is not "NAME"' -e 'description line outside NAME section'

format: ## bring the Swift sources into shape
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks

unit-tests: $(FAULTS) release
	.ci/bootstrap test
	$(TEST_ENVIRONMENT) swift test $(SWIFT_FLAGS) --disable-xctest

program-tests: $(FAULTS) release
	.ci/bootstrap test
	$(TEST_ENVIRONMENT) $(PYTHON) -m pytest -q -p no:cacheprovider Tests

$(FAULTS): $(wildcard Tests/Faults/faults.c)
	@mkdir -p $(@D)
	$(if $^,cc -shared -fPIC -O2 -Wall -Wextra -Werror -o $@ $^ -ldl)

fuzz: ## mutate packages for longer than the tests do: FUZZ_COUNT=200000
	.ci/bootstrap test
	FUBAKO_FUZZ_COUNT=$(FUZZ_COUNT) $(TEST_ENVIRONMENT) swift test $(SWIFT_FLAGS) \
		--disable-xctest --filter Mutation

bench: release ## measure against the machine's bound, age and minisign: BENCH="--write --full"
	.ci/bootstrap bench
	swift build $(RELEASE_FLAGS) --product ledger-probe
	FUBAKO_PROGRAM=$(PROGRAM) python3 Benchmarks/bench.py $(BENCH)

install: ## install what `make release` built under DESTDIR and PREFIX (/usr/local)
	@test -x $(PROGRAM) || { echo 'make release comes first, as an ordinary user' >&2; exit 1; }
	install -Dm755 $(PROGRAM) '$(ROOT)/bin/fubako'
	install -Dm644 -t '$(SHARE)/man/man1' man/*.1
	install -Dm644 -t '$(SHARE)/man/man5' man/*.5
	install -Dm644 -t '$(SHARE)/man/ja/man1' man/ja/*.1
	install -Dm644 -t '$(SHARE)/man/ja/man5' man/ja/*.5
	install -d '$(SHARE)/bash-completion/completions' '$(SHARE)/zsh/site-functions' '$(SHARE)/fish/vendor_completions.d'
	$(PROGRAM) completion bash >'$(SHARE)/bash-completion/completions/fubako'
	$(PROGRAM) completion zsh >'$(SHARE)/zsh/site-functions/_fubako'
	$(PROGRAM) completion fish >'$(SHARE)/fish/vendor_completions.d/fubako.fish'
	install -Dm644 -t '$(SHARE)/doc/fubako' README.md LICENSE CHANGELOG.md SECURITY.md docs/*.md
	install -Dm644 -t '$(SHARE)/doc/fubako/opener' docs/opener/*.py
	install -Dm644 -t '$(SHARE)/doc/fubako/auditor' docs/auditor/*.py

clean: ## remove what was built
	rm -rf $(BUILD)
