"""Benchmarks: the stages beside a plain script over the same files (docs/benchmarks.md)."""
