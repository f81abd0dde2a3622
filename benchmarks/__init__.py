"""Benchmarks: ratios against a real peer in the same run, because machines are shared and noisy."""
