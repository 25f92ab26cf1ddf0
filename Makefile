# Thin names for run.py, for those who like make.
.PHONY: help run test check serve
help:  ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'
run:  ## set up, then the whole journey once
	@python3 run.py
test:  ## the whole test suite
	@python3 run.py test
check:  ## lint, types, contracts
	@python3 run.py check
serve:  ## the web service on port 8000
	@python3 run.py serve
