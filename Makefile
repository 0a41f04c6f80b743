# The commands behind the README. CARGO_TARGET_DIR and DUCKDB_LIB_DIR are respected.
# scripts/cargo runs cargo with the DuckDB library that scripts/duckdb-lib finds, and says which.

PREFIX ?= $(HOME)/.local
# What `make package` packs; CI takes dev, which the tests have built.
PROFILE ?= release
CARGO := scripts/cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)

.DEFAULT_GOAL := help
.PHONY: help build demo test bench install package tag-text ci

help: ## print these lines
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 15

build: ## build the program and its tests
	$(CARGO) build --locked --all-targets

demo: ## try trellis on a synthetic program
	$(CARGO) run --locked --bin trellis -- demo

# One process runs all tests of a binary, so that the sample program is built once and shared.
test: ## run every test; PostgreSQL must be there (Debian: apt-get install postgresql)
	$(CARGO) test --locked --no-fail-fast

bench: ## measure beside what a user would compare with; docs/benchmarks.md
	$(CARGO) bench --locked

install: ## put trellis under PREFIX (~/.local unless given), with its DuckDB library beside it
	$(CARGO) build --locked --release --bin trellis
	PREFIX="$(PREFIX)" TARGET="$(TARGET)" scripts/install

package: ## write a tar.gz and a .deb to target/package, and unpack and run both (Linux)
	$(CARGO) build --locked --profile $(PROFILE) --bin trellis
	PROFILE="$(PROFILE)" TARGET="$(TARGET)" scripts/package
	scripts/check-package "$(TARGET)/package$(filter-out -release,-$(PROFILE))"

tag-text: ## print what the tag of this version says: its section of the changelog
	@scripts/tag-text

ci: ## what every change must pass: format, spelling, lints, dependencies, documentation, tests, fuzz targets
	cargo fmt --check
	scripts/tool typos
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) check --locked --no-default-features
	scripts/deny
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items
	$(MAKE) test
	scripts/fuzz
