"""The bars, measured on a real server over a generated French corpus: `make bench`.

Nothing here runs in `make test` but the test of the corpus: time depends on the machine.
"""
