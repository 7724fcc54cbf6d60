"""Simulated Ascend cards, and the tests that run on them; see README.md."""
